"""Working days and hours of the house: weekends, holidays, make-up days, opening hours. (001-19)"""
