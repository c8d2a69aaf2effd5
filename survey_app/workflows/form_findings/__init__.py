"""What is wrong with a form, told with the row of its workbook.

Room: workflows (floor 8).
"""
