"""
How people hear of what they should know outside the desk: by mail, push, Slack and Teams.

Owns notifications_preference (what one person wants where, and their quiet hours),
notifications_subscription (one browser that may be pushed to), notifications_channel (one chat of
the workspace) and notifications_delivery (one thing to be sent to one place: itself the due row,
marked before it is sent and confirmed after).
"""
