"""
Business hours: what is working time, and how to add, subtract, count and explain it.

Owns no tables. A calendar is read from a workspace's definition (`calendar`), turned into
opening windows in UTC (`timeline`), reckoned with (`arithmetic`) and put in words (`words`).
Promises: right across both daylight-saving changes, never an endless loop, no clock read here.
"""
