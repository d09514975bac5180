"""The site as files, for any host of files or none: the application is asked for every page, and links are told anew.

`addresses`: an address → the file it becomes; `rewriting`: what is served → what is written; `walk`: which files are
to come; `writing`: asks for them and writes them; `crew`: several processes that do; `front`: the first page, which
chooses a language; `moved`: former addresses.
"""
