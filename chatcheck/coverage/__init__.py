"""Which blocks and branches of each flow the chats exercised, from flow logs and flows. Pure."""
