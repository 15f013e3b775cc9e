"""What an infant was treated with, and on which days spasms were witnessed."""
