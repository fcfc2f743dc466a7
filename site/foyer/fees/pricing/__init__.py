"""What a use of a room costs, reckoned from values alone: no database, no web, no float. (004-21)"""
