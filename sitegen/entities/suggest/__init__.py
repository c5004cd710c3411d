"""Which names does the archive mention that the authority lacks? Pure: texts in, proposals out.

    running -> contexts -> learn -> phrases -> propose

A text becomes running words, those of known names marked. What stands beside each word of the
corpus is counted; from the words that are known names it is learned how names stand and look; then
names of several words are read, and all is gathered, spelt alike together, and ranked.
"""
