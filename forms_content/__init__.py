"""Forms built without code: pages, versions, submissions, results. (001-05, 000-23)"""
