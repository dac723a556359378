"""
Ways in: one small folder per door. Each hands raw arrivals to flows/receive.py and answers its
sender.
"""
