"""Common first names of both languages' countries, to keep people off the pages.

Folded as `people.py` folds: small letters without accents. A name that is also a place,
a month or a plain word stands apart, and counts only where somebody is said to act.
"""

FIRST_NAMES = frozenset(
    """
    adele adrien agathe ahmed aicha alain albane alexandra alexandre alexis alice aline
    amandine amelie amina anais andrea andree andrew angela angelique anissa anita anna
    anne annie anthony antoine antonio arnaud arthur audrey aurelie aurelien axelle
    aymeric baptiste barbara bastien beatrice benedicte benjamin benoit bernadette
    bernard bertrand boris brian brigitte bruno camille carine carlos carole caroline
    catherine cecile cedric celia celine charlene charles chantal charlie chloe chris
    christelle christiane christina christine christophe christopher cindy claude
    claudia claudine clemence clement coline colette corentin corinne craig cyril
    cyrille damien daniel daniela daniele danielle daphne david deborah delphine denis
    denise
    derek diana diane didier dimitri dmitri donald dorothee douglas dylan edith edouard
    edward eleonore elisabeth elise elizabeth elodie eloise emilie emily emma emmanuel
    emmanuelle eric erica erik erwan estelle esther etienne eugenie eva evelyne fabien
    fabienne fabrice farid fatima fatou felicie ferdinand fernando florian francis
    franck francois francoise frederic frederique gabriel gabrielle gael gaelle gareth
    gaspard gary gautier genevieve geoffrey geoffroy george georges gerald geraldine
    gerard germain ghislaine gilbert gilles ginette giovanni giulia gregoire gregory
    guilhem guillaume gustave guylaine gwenaelle hannah harry hassan heather helen
    helene henri henriette henry herve hubert hugo hugues ian ibrahim igor ines ingrid
    isabelle ivan jacqueline jacques james jamie janet janine jason jasmine jeanne
    jeannine jeff jeffrey jenna jennifer jeremie jeremy jerome jessica jesus jim joachim
    joan joanna jocelyne joel joelle joey johanna john johnny jonas jonathan jose joseph
    josephine josiane joshua josette juan judith julia julian julie julien juliette
    justine karen karim karine karl kate katherine kathleen katia kelly kenneth kevin
    khadija kieran laetitia lara larry laura laure laurence laurent laurie lea leila
    leonard leonie leslie lionel lisa lise loic louis louise luc luca lucas lucie
    lucien lucienne ludivine ludovic luis lydia maelle maeva magali malika mamadou
    manon manuel marc marcel marcelle marco margaret margaux margot maria marianne marie
    marielle mario marion marjorie marlene martha martin martine maryse mateo mathias
    mathieu mathilde matthew matthieu maud maxence maxime megan mehdi melanie melissa
    michael michel michele micheline michelle miguel mireille mohamed mohammed monique
    morgane mourad muriel mustapha myriam nabil nadege nadia nadine naima natacha
    natalia natalie nathalie nathan nathaniel nicolas nicolette nicole nigel nina noemie
    nora odile olga oliver olivia olivier omar oscar oumar owen pablo pamela patrice
    patricia patrick paul paula pauline pedro perrine peter philip philippe pietro
    piotr priya quentin rachel rachid ralph raphael raphaelle raymond rebecca regine
    regis reine remi remy renaud rene renee richard robert roberta roger roland romane
    ronald roxane roy ruth ryan sabine sabrina salim salma samantha samir samuel sandra
    sandrine sarah sean sebastian sebastien segolene serge sergei severine sharon
    sheila simon simone solange solene sonia sophia sophie stanislas stella stephane
    stephanie stephen steve steven stuart susan suzanne sven sylvain sylvie tania tanguy
    tatiana teresa thea theo theodore therese thibault thibaut thierry thomas timothee
    timothy tiphaine tom tristan valerie vanessa veronique vincent virginie vladimir
    walter wendy wilfried william xavier yann yannick yasmina yasmine yohann yolande
    youssef yves yvette yvonne zoe
    """.split()  # noqa: SIM905 - words to read
)

ALSO_WORDS = frozenset(
    """
    adam alban alex amber ambre andre angel ann april aurore austin avril ben bill
    blanche bob brice carmen charlotte chelsea christian claire constance crystal dan
    dawn dean dominique don eve faith fanny felix fleur florence frank franklin grace
    grant guy hope iris ivy jack jade jane jean jo jordan joy june justin kim leo leon
    lily lorraine lou madeleine madison maggie marguerite marine mark matt maurice max
    may melody mercedes mia mike nancy nathalia neil nick noel norman oceane olive
    pascal pascale pat paule pearl penny pierre prudence ray rich rita rob robin rod
    roman romain rosa rosalie rose ruby sally sam sofia sue summer sydney ted tim tony
    valentin valentine vera victor victoire victoria violette virginia vivien vivienne
    will yan zach
    """.split()  # noqa: SIM905 - words to read
)
"""Names that are places, months, days or plain words as well."""
