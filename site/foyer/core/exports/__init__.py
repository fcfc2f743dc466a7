"""Lists that leave the house as files: what is taken, by whom, what for. (security 9)

A room says in its `exports` what a list holds (`targets`), and lends its pages the ones here.
"""
