"""Copies of records as BagIt bags: what stands in them, how they are written, verified and read. (000-28, RFC 8493)

described     a record as JSON, and what its files are called on any file system
packing       a bag as a ZIP, written piece by piece
index         the page that shows a bag without Foyer
unpacking     a ZIP somebody hands in, looked over before anything of it is believed
reading       what stands in its records, and how that compares with ours
words         what can be wrong with a bag, in sentences
"""
