/** Words that say nothing about what a note is about, in English and German; what is left is compared and counted. */
export const stopWords: ReadonlySet<string> = new Set(
  `a about above after again all almost already also always am an and another any anyone anything are aren't around as at away
back be became because been before being below between both but by came can can't cannot come could couldn't did didn't do does
doesn't doing don't done down during each either else enough even ever every everyone everything few for from further get gets
getting give go goes going gone got had hadn't has hasn't have haven't having he her here hers herself hi him himself his how
however i i'd i'll i'm i've if in instead into is isn't it it'd it's its itself just keep kind least less let like likely little
lot lots made make makes many may maybe me mean might mine more most much must my myself need needs never no nobody none nor not
nothing now of off often oh ok okay on once one only or other others our ours ourselves out over own per perhaps please pls put
quite rather really right said same say see seems shall she should shouldn't since so some somebody someone something sometimes
somewhere still such sure take than thank thanks that that's the their theirs them themselves then there there's these they
they're thing things think this those though through thus to together too totally toward try trying under until up upon us use
used user users using usually very want wants was wasn't way we we'd we'll we're we've well were weren't what what's whatever
when where whether which while who whole whom whose why will wish with within without won't would wouldn't yes yet you you'd
you'll you're your yours yourself hello dear guys team super basically actually honestly literally simply great nice love
ab aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes ans auch auf aus bei beim bin
bis bist bitte bräuchte brauche brauchen da dabei dafür daher damit dann daran darauf darüber das dass davon dazu dein deine dem
den denen denn der deren des deshalb dessen dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine
einem einen einer eines einfach einige einmal er es etwas euch euer eure fast für ganz gar geht genau gerade gern gerne gibt
habe haben hat hatte hatten hätte hätten hallo her hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins irgendwie
ist ja jede jedem jeden jeder jedes jetzt kann kannst kein keine keinem keinen keiner können könnte könnten leider machen macht
mal man manche mehr mein meine meinem meinen meiner mich mir mit möchte möchten muss müssen nach nicht nichts nie noch nun nur
ob oder ohne schon schön sehr sein seine seinem seinen seiner seit selbst sich sie sind so sobald sodass soll sollen sollte
sollten sondern sonst toll über um und uns unser unsere unserem unseren unserer unter viel viele vielleicht vom von vor wann war
wäre waren warum was wegen weil weiter welche welchem welchen welcher welches wenn wer werde werden wie wieder will wir wird wirklich
wo wollen wurde würde wurden würden zu zum zur zwar zwischen danke echt halt eben finde`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/** Words that are common in any feedback and name no subject: numerals, units of time, plain adjectives and verbs. Compared, not counted. */
export const vagueWords: ReadonlySet<string> = new Set(
  `zero two three four five six seven eight nine ten first second third last next time times hour hours minute minutes second
seconds day days week weeks month months year years morning evening today yesterday tomorrow people person everyone staff new old
early late long short single whole good bad better worse best wrong different possible work works working worked change changed
changes look looks looking take takes took show shows showed shown start starts started end ends old open opens opened thing
zwei drei vier fünf sechs sieben acht neun zehn erste ersten zweite letzte letzten nächste nächsten stunde stunden minute minuten
sekunden tag tage woche wochen monat monate jahr jahre morgen abend heute gestern leute personen neu neue neuen alt alte alten
früh spät lang lange kurz gut schlecht besser schlechter falsch anders möglich arbeitet funktioniert ändern geändert zeigt`
    .split(/\s+/)
    .filter((word) => word !== ""),
);
