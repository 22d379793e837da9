package org.papertide.ingest.source.arxiv;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether the authors or arXiv say, in comments or an abstract, that this paper is taken back.
 *
 * <p>Other papers are withdrawn too, papers are withdrawn from journals, and withdrawn papers are a
 * subject of research. So a sentence is read around its verb: of what it speaks, what it names
 * before, and what follows. The tables hold the words that were seen, with their misspellings.
 * Rejected: one regular expression for all, which nobody could read.
 */
final class Withdrawal {

    /** Of a longer text only so much is read: who takes a paper back says so at once. */
    private static final int MAX_LENGTH = 400;

    /** Words and signs of an abstract that says nothing else. */
    private static final int MAX_NOTICE = 30;

    private static final Set<String> PAPER =
            words(
                    "paper paperi article submission manuscript preprint pre-print work draft note"
                            + " report thesis document letter e-print eprint entry upload record");

    /** What else comments call their paper. */
    private static final Set<String> WORK =
            words("publication survey contribution essay dissertation file");

    /** These are a paper only where it says "this". */
    private static final Set<String> THIS_WORK =
            words("comment reply review proof study chapter book notes lectures");

    /** What else an abstract calls its paper. */
    private static final Set<String> STUDY = words("survey study chapter text papers articles");

    private static final Set<String> VERSION = words("version revision");

    /** All of a paper: "the contents of this paper". */
    private static final Set<String> WHOLE = words("version versions revision content contents");

    private static final Set<String> TAKEN_BACK = words("withdrawn retracted withdrwan");

    /** These say it of other things too, unless it is said by whom. */
    private static final Set<String> REMOVED = words("removed deleted");

    /** Notes and letters are removed from a paper, these are not. */
    private static final Set<String> REMOVABLE =
            words("paper article submission manuscript preprint pre-print e-print eprint");

    private static final Set<String> TAKE_BACK =
            words("withdraw withdraws withdrew withdrawing retract retracts retracting");

    private static final Set<String> REMOVE = words("remove removes removing");

    /** What stands between a paper and what was done with it. */
    private static final Set<String> HAS_BEEN =
            words(
                    "has have is was are be bee been beenbeen being had must should needs need to"
                            + " now hereby therefore thus hence already currently since subsequently"
                            + " later momentaneously momentarily temporarily permanently"
                            + " administratively voluntarily unfortunately");

    private static final Set<String> WANTS =
            words(
                    "have has had am are is hereby now decided wish wishes want wants would like to"
                            + " must need needs just therefore thus hence chose choose");

    private static final Set<String> AND = words("and so but consequently");

    /** Signs behind a name, "[12] has been", and those before it. */
    private static final Map<String, String> OPENING =
            Map.of(
                    ")", "(", "]", "[", "\"", "\"", "'", "'", "\u201d", "\u201c", "\u2019",
                    "\u2018");

    /** A count of these ends what is said of the file. */
    private static final Set<String> COUNTED =
            words("page pages pp figure figures fig figs table tables word words");

    private static final Set<String> DETERMINERS =
            words("this these the our my its a an present current submitted above");

    private static final Set<String> THIS = words("this our my present current submitted above");

    private static final Set<String> OURS = words("this these our");

    private static final Set<String> PREPOSITIONS = words("of in on to from by about");

    /** Before "the paper": it is spoken of, "why the paper was withdrawn". */
    private static final Set<String> ASKING = words("why how whether when if that");

    /** Why, or by whom: what may follow the verb. */
    private static final Set<String> REASONS =
            words("by due because for since as until pending owing at from");

    /** What may follow it in comments too; else "withdrawn drugs" would be a notice. */
    private static final Set<String> REASONS_OF_NOTICES =
            words(
                    "in to on and so but while with without before after following upon per see"
                            + " effective this it");

    /** A sentence that begins with these names the reason first, and then this paper. */
    private static final Set<String> REASONS_FIRST = words("because due owing after");

    /** The same behind "in". */
    private static final Set<String> IN_REASON = words("response view light");

    /** Behind "to be withdrawn": it is not yet. */
    private static final Set<String> CONDITIONS = words("if when unless once until");

    /** Behind the verb: from a journal. */
    private static final Set<String> FROM_ELSEWHERE = words("after following against into");

    /** Behind "after" these are a reason. */
    private static final Set<String> FINDING =
            words("finding discovering noticing realizing realising learning");

    /** Before "paper" or "version". */
    private static final Set<String> OTHER =
            words(
                    "earlier previous previously prior preceding old older former companion original"
                            + " other another related accompanying first");

    /** Behind one of these, what is withdrawn is what a paper answers or goes on with. */
    private static final List<String> ANSWERS =
            List.of(
                    " comment on ",
                    " comments on ",
                    " remark on ",
                    " remarks on ",
                    " reply to ",
                    " response to ",
                    " rebuttal of ",
                    " rebuttal to ",
                    " answer to ",
                    " erratum to ",
                    " erratum for ",
                    " corrigendum to ",
                    " correction to ",
                    " addendum to ",
                    " supplement to ",
                    " sequel to ",
                    " follow-up to ",
                    " follow-up of ",
                    " continuation of ",
                    " extension of ",
                    " replacement of ",
                    " replacement for ",
                    " revision of ",
                    " version of a ",
                    " refutation of ",
                    " disproof of ",
                    " counterexample to ",
                    " counterexamples to ",
                    " critique of ",
                    " discussion of ",
                    " review of ",
                    " translation of ",
                    " notes on ",
                    " based on ",
                    " builds on ",
                    " extends ",
                    " extending ",
                    " generalizes ",
                    " generalises ",
                    " supersedes ",
                    " superseding ",
                    " replaces ",
                    " replacing ",
                    " corrects ",
                    " refutes ",
                    " continues ");

    /** Where this paper went: the other one that is named then is not what is withdrawn. */
    private static final Set<String> MOVED =
            words(
                    "superseded subsumed merged replaced absorbed incorporated included integrated"
                            + " combined contained moved split duplicate duplicates overlap overlaps"
                            + " overlapping identical appears appeared published available found");

    private static final Set<String> PARTS =
            words(
                    "version v theorem lemma proposition corollary section claim part appendix"
                            + " chapter conjecture");

    private static final Set<String> THINGS =
            words(
                    "data dataset datasets code software claim claims proof theorem lemma patent model");

    private static final Set<String> RELATIVES = words("which that who whose");

    /** To or by a journal, from which a paper is withdrawn then. */
    private static final Set<String> OFFERED =
            words("submitted submission accepted presented rejected");

    private static final Set<String> RESTORED =
            words("restored reinstated unwithdrawn un-withdrawn");

    /** Before "restored"; else it is said of something else, "symmetry is restored". */
    private static final Set<String> BEFORE_RESTORED =
            words("it this the a and but then again fully finally withdrawn retracted");

    private static final Set<String> NOT_YET =
            words("will be may can shall until when once if to not cannot would");

    /** In histories of other papers: those that are taken back tell no such. */
    private static final Set<String> OF_HISTORIES =
            words(
                    "cites citing citation citations nevertheless fraud misconduct fabricated years"
                            + " decades");

    /** These too, but in a reason: "because the proof is not yet complete". */
    private static final Set<String> OUTSIDE_REASONS = words("cited still yet");

    /** Behind "and" these do not go on with the reason. */
    private static final Set<String> AFTER_REASON = words("is it yet still");

    private static final Set<String> BECAUSE = words("because since due owing until pending");

    private static final Pattern VERB =
            Pattern.compile("withdr|retract|remov|delet", Pattern.CASE_INSENSITIVE);

    private static final Pattern V = Pattern.compile("v\\d{1,3}");
    private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d");
    private static final Pattern ARXIV_ID =
            Pattern.compile("\\d{4}\\.\\d{4,5}(?:v\\d{1,3})?|[a-z-]{2,10}/\\d{7}(?:v\\d{1,3})?");

    private Withdrawal() {}

    /** Whether its authors or arXiv took a paper back, by its comments and abstract. */
    static boolean isSaid(@Nullable String comments, @Nullable String abstractText) {
        return read(comments).filter(Withdrawal::isSaidInComments).isPresent()
                || read(abstractText).filter(Withdrawal::isSaidInAbstract).isPresent();
    }

    /** The words of a text that has such a verb: most have none, and are not taken apart. */
    private static Optional<Words> read(@Nullable String text) {
        return Optional.ofNullable(text)
                .filter(present -> VERB.matcher(present).find())
                .map(present -> Words.of(present, MAX_LENGTH));
    }

    private static boolean isSaidInComments(Words comments) {
        return !isRestored(comments)
                && comments.sentences().stream().anyMatch(Withdrawal::isSaidInSentence);
    }

    private static boolean isSaidInSentence(Words sentence) {
        if (sentence.at(0).startsWith("keyword") || sentence.at(0).startsWith("topic")) {
            return false;
        }
        for (int verb = 0; verb < sentence.size(); verb++) {
            if (isOfThisPaper(sentence, verb) || isDoneByAuthors(sentence, verb)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRestored(Words text) {
        for (int at = 0; at < text.size(); at++) {
            if (RESTORED.contains(text.at(at))
                    && !text.anyOf(NOT_YET, at - 3, at)
                    && isRestorable(text, subject(text, at))) {
                return true;
            }
        }
        return false;
    }

    /** A paper, a version, or nothing: "v2, withdrawn by the author, was restored". */
    private static boolean isRestorable(Words text, int subject) {
        String name = text.at(subject);
        return !text.isWord(subject)
                || PAPER.contains(name)
                || STUDY.contains(name)
                || WHOLE.contains(name)
                || BEFORE_RESTORED.contains(name)
                || V.matcher(name).matches()
                || isAuthor(name);
    }

    /** Whether the word says that this paper was taken back: "(it has been) withdrawn". */
    private static boolean isOfThisPaper(Words text, int verb) {
        if (!isTakenBack(text, verb) || isFromElsewhere(text, verb)) {
            return false;
        }
        int subject = subject(text, verb);
        if (REMOVED.contains(text.at(verb)) && !isRemovable(text, subject, verb)) {
            return false;
        }
        String name = text.at(subject);
        boolean auxiliary = subject < verb - 1;
        if (auxiliary && isByOwner(text, verb) && isOurs(text, subject)) {
            return true;
        }
        if (auxiliary && (name.equals("it") || name.equals("this"))) {
            return !text.isWord(subject - 1) || AND.contains(text.at(subject - 1));
        }
        if (auxiliary && AND.contains(name)) {
            return beginsWithThisPaper(text)
                    && !namesOlderOne(text, 0, subject)
                    && !isOffered(text, subject)
                    && !text.anyOf(RELATIVES, 0, subject);
        }
        int paper = paper(text, subject);
        if (paper >= 0) {
            return (auxiliary || isNotice(text, verb))
                    && !isOfAnother(text, paper)
                    && (isThis(text, paper)
                            || isOwnClause(text, paper)
                            || !namesAnother(text, paper));
        }
        boolean alone =
                text.isWord(subject)
                        ? COUNTED.contains(name)
                        : !(auxiliary && OPENING.containsKey(name));
        return alone
                && isNotice(text, verb)
                && (isReasonFirst(text, subject, verb) || !namesAnother(text, subject + 1))
                && !isOfPart(text, subject)
                && !(text.isEnd(verb + 1) && isOffered(text, subject));
    }

    /** To or by a journal. */
    private static boolean isOffered(Words text, int to) {
        return text.anyOf(OFFERED, 0, to) || text.joined(to).contains(" under review ");
    }

    /** Whether it is said of a whole paper, or of nothing else: "Removed by the author". */
    private static boolean isRemovable(Words text, int subject, int verb) {
        if (!text.isWord(subject)) {
            boolean noted = text.is(subject, ":") && text.is(subject - 1, "note");
            if (subject < 0 || noted || isByArxiv(text, verb)) {
                return true;
            }
        }
        int paper = paper(text, subject);
        String noun = text.at(paper < 0 ? subject : paper);
        return REMOVABLE.contains(noun)
                || AND.contains(noun)
                || (subject == 0 && (noun.equals("it") || noun.equals("this")))
                || ((PAPER.contains(noun) || VERSION.contains(noun)) && isThis(text, paper));
    }

    /** "This paper 'On X'", "these notes", "our survey", but "this theorem" is a part of one. */
    private static boolean isOurs(Words text, int subject) {
        int noun = beforeName(text, subject);
        String name = text.at(noun);
        int from = determiner(text, noun);
        return OURS.contains(text.at(from))
                && from < noun
                && (from == noun - 1 || !text.isWord(from - 1))
                && !PREPOSITIONS.contains(text.at(from - 1))
                && !RELATIVES.contains(name)
                && !VERSION.contains(name)
                && (THIS_WORK.contains(name) || !(PARTS.contains(name) || isOfPart(text, noun)))
                && !namesOlderOne(text, from, noun + 1);
    }

    /** Where the word stands before a title or an address: "paper" of "paper [hep-th/9901001]". */
    private static int beforeName(Words text, int subject) {
        int at = text.is(subject, ",") ? subject - 1 : subject;
        String opening = OPENING.get(text.at(at));
        if (opening != null) {
            return text.lastBefore(opening, at) - 1;
        }
        if (!ARXIV_ID.matcher(text.at(at)).matches()) {
            return at;
        }
        at = text.is(at - 1, ":") ? at - 3 : at - 1;
        return text.is(at, ",") ? at - 1 : at;
    }

    private static boolean isTakenBack(Words text, int verb) {
        String word = text.at(verb);
        if (text.is(verb - 1, "be") && text.anyOf(CONDITIONS, verb + 1, verb + 5)) {
            return false;
        }
        return TAKEN_BACK.contains(word)
                || ((REMOVED.contains(word) || (word.equals("withdraw") && text.is(verb - 1, "is")))
                        && isByOwner(text, verb));
    }

    /** By an author or by arXiv. */
    private static boolean isByOwner(Words text, int verb) {
        if (!text.is(verb + 1, "by")) {
            return false;
        }
        for (int at = verb + 2; at < verb + 6 && text.isWord(at); at++) {
            String word = text.at(at);
            if (word.startsWith("author")
                    || word.startsWith("co-author")
                    || word.startsWith("coauthor")
                    || isArxiv(word)
                    || word.equals("me")
                    || word.equals("us")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isArxiv(String word) {
        return word.startsWith("arxiv") || word.startsWith("moderat") || word.startsWith("admin");
    }

    /** From a journal, or the verb is of research: "withdrawn papers". */
    private static boolean isFromElsewhere(Words text, int verb) {
        String next = text.at(verb + 1);
        return (FROM_ELSEWHERE.contains(next) && !FINDING.contains(text.at(verb + 2)))
                || next.equals("papers")
                || next.equals("articles")
                || next.equals("publications")
                || (next.equals("from") && !isFromArxiv(text, verb + 2));
    }

    private static boolean isFromArxiv(Words text, int at) {
        String where = text.at(text.is(at, "the") || text.is(at, "this") ? at + 1 : at);
        return where.startsWith("arxiv")
                || where.startsWith("archive")
                || where.startsWith("site")
                || where.startsWith("website");
    }

    /** Whether what follows is a reason or nothing: "withdrawn drugs" are a subject of research. */
    private static boolean isNotice(Words text, int verb) {
        String next = text.at(verb + 1);
        return text.isEnd(verb + 1)
                || Character.isDigit(next.charAt(0))
                || REASONS.contains(next)
                || REASONS_OF_NOTICES.contains(next);
    }

    /** Where the word is of which the verb is said, before "has been". */
    private static int subject(Words text, int verb) {
        int at = verb - 1;
        while (HAS_BEEN.contains(text.at(at))) {
            at--;
        }
        return at;
    }

    /** Where the word is that means a paper: "paper (this version)"; -1 if none is. */
    private static int paper(Words text, int subject) {
        int at = subject;
        if (text.is(at, ")")) {
            int open = text.lastBefore("(", at);
            at = open - 1;
        }
        String name = text.at(at);
        boolean named =
                PAPER.contains(name)
                        || WORK.contains(name)
                        || ((VERSION.contains(name) || THIS_WORK.contains(name))
                                && isThis(text, at));
        return named ? at : -1;
    }

    /** Where the determiner of a paper is: "this recent paper". */
    private static int determiner(Words text, int paper) {
        for (int at = paper - 1; at >= paper - 3 && text.isWord(at); at--) {
            if (DETERMINERS.contains(text.at(at))) {
                return DETERMINERS.contains(text.at(at - 1)) ? at - 1 : at;
            }
        }
        return paper;
    }

    private static boolean isThis(Words text, int paper) {
        int from = determiner(text, paper);
        return text.is(from, "this") || text.is(from, "these");
    }

    /** A clause of its own, whatever is named before: "see arXiv:0901.1234, the paper is". */
    private static boolean isOwnClause(Words text, int paper) {
        int from = determiner(text, paper);
        String next = text.at(paper + 1);
        return text.is(from - 1, "so")
                || (text.is(from - 1, ",") && (next.equals("is") || next.equals("has")))
                || (!text.is(from - 1, "(") && isReasonFirst(text));
    }

    private static boolean isReasonFirst(Words text) {
        return REASONS_FIRST.contains(text.at(0))
                || (text.is(0, "in") && IN_REASON.contains(text.at(1)));
    }

    /** "Due to an error in the first version, withdrawn". */
    private static boolean isReasonFirst(Words text, int subject, int verb) {
        return isReasonFirst(text) && text.is(subject, ",") && !text.is(verb + 1, ",");
    }

    /** Whether it is a part of a paper, or some paper: "Lemma 2 of the paper", "a paper". */
    private static boolean isOfAnother(Words text, int paper) {
        int from = determiner(text, paper);
        boolean isPart = PREPOSITIONS.contains(text.at(from - 1));
        boolean isOwn =
                from < paper && !isPart && (isThis(text, paper) || isOwnClause(text, paper));
        return text.is(from, "a")
                || text.is(from, "an")
                || namesOlderOne(text, isOwn ? from : 0, paper + 1)
                || (ASKING.contains(text.at(from - 1)) && !text.is(from, "this"))
                || (isPart && !WHOLE.contains(text.at(from - 2)));
    }

    /** Whether an answered or older paper is named before a place, or one by its number. */
    private static boolean namesAnother(Words text, int to) {
        if (namesOlderOne(text, 0, to)) {
            return true;
        }
        String before = text.joined(to);
        if (ANSWERS.stream().anyMatch(before::contains)) {
            return true;
        }
        for (int at = 0; at < to; at++) {
            if (ARXIV_ID.matcher(text.at(at)).matches()) {
                return !text.anyOf(MOVED, 0, at);
            }
        }
        return false;
    }

    private static boolean namesOlderOne(Words text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (OTHER.contains(text.at(at))) {
                int last = Math.min(to, at + 4);
                for (int noun = at + 1; noun < last && !text.is(noun, "this"); noun++) {
                    String name = text.at(noun).replaceFirst("s$", "");
                    if (PAPER.contains(name) || VERSION.contains(name)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /**
     * Whether it is said of a theorem, a version or the data, "Theorem 3 (withdrawn)", not of an
     * error in it.
     */
    private static boolean isOfPart(Words text, int subject) {
        int last = text.isWord(subject) ? subject : subject - 1;
        if (text.is(subject, ",") && text.anyOf(Set.of("in"), last - 2, last)) {
            return false;
        }
        return THINGS.contains(text.at(last)) || PARTS.contains(text.at(last - 1));
    }

    /** "The paper has an error (and is withdrawn)". */
    private static boolean beginsWithThisPaper(Words text) {
        if (text.is(0, "this") && text.is(1, "is")) {
            return true;
        }
        for (int at = 0; at < 4 && text.isWord(at); at++) {
            if (PAPER.contains(text.at(at)) || VERSION.contains(text.at(at))) {
                return !PREPOSITIONS.contains(text.at(at + 1))
                        && !text.is(0, "a")
                        && !text.is(0, "an");
            }
        }
        return false;
    }

    /** Whether the word says that somebody takes this paper back: "we withdraw this paper". */
    private static boolean isDoneByAuthors(Words text, int verb) {
        String word = text.at(verb);
        int who = verb - 1;
        while (WANTS.contains(text.at(who))) {
            who--;
        }
        boolean perfect = who < verb - 1 && !text.is(verb - 1, "to");
        boolean taken = TAKE_BACK.contains(word) || (perfect && TAKEN_BACK.contains(word));
        boolean removed = REMOVE.contains(word) || REMOVED.contains(word);
        if (!taken && !removed) {
            return false;
        }
        if (who < 0) {
            return verb == 0 && isOrdered(text, word);
        }
        return isAuthor(text.at(who))
                && (taken || isOurRemovable(text, verb + 1))
                && isThisPaper(text, verb + 1);
    }

    /** "It" would be a typo or a figure that was removed. */
    private static boolean isOurRemovable(Words text, int from) {
        return OURS.contains(text.at(from)) && REMOVABLE.contains(text.at(from + 1));
    }

    /** "Withdrawing: it is wrong", "Withdraw this paper". */
    private static boolean isOrdered(Words text, String word) {
        boolean announced = word.equals("withdrawing") || word.equals("retracting");
        if (announced && isNotice(text, 0) && !isFromElsewhere(text, 0)) {
            return true;
        }
        boolean ordered = announced || word.equals("withdraw") || word.equals("retract");
        return ordered && isThisPaper(text, 1);
    }

    private static boolean isAuthor(String word) {
        return word.equals("we")
                || word.equals("i")
                || word.equals("team")
                || word.startsWith("author")
                || word.startsWith("co-author")
                || isArxiv(word);
    }

    /** Whether the object of a verb is this paper and no part of it: "the paper", "it". */
    private static boolean isThisPaper(Words text, int from) {
        int at = from;
        if (text.is(at, "it")) {
            return isNotice(text, at) && !isFromElsewhere(text, at);
        }
        while (at < from + 3 && DETERMINERS.contains(text.at(at))) {
            at++;
        }
        boolean some = text.is(from, "a") || text.is(from, "an");
        if (text.is(at, "arxiv")) {
            at++;
        }
        return !some
                && PAPER.contains(text.at(at))
                && isNotice(text, at)
                && !isFromElsewhere(text, at);
    }

    /** What the abstract of a withdrawn paper begins with; only there do these words say so. */
    private static boolean isSaidInAbstract(Words whole) {
        Words text = withoutHeadings(whole);
        List<Words> sentences = text.sentences();
        if (sentences.isEmpty() || isRestored(sentences.getFirst())) {
            return false;
        }
        Words first = sentences.getFirst();
        for (int verb = 0; verb < first.size(); verb++) {
            if (isTakenBack(first, verb) && isSaidOfAbstract(text, first, verb)) {
                return true;
            }
            if (verb < 9 && isDoneByAuthors(first, verb) && beginsWithAuthor(first)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSaidOfAbstract(Words text, Words first, int verb) {
        if (isFromElsewhere(first, verb)) {
            return false;
        }
        if (verb == 0) {
            return isByArxiv(first, 0)
                    || (isReason(first, 0)
                            && text.size() <= MAX_NOTICE
                            && !text.anyOf(Set.of(",", ":"), 0, text.size()));
        }
        int subject = subject(first, verb);
        int paper = nameInAbstract(first, subject);
        if (paper < 0 || isOfAnother(first, paper)) {
            return false;
        }
        boolean was = first.anyOf(Set.of("was", "were"), subject + 1, verb);
        boolean ofThis = first.anyOf(THIS, 0, paper) && subject < verb - 1;
        if (ofThis) {
            return !(was && isHistory(first, verb + 1));
        }
        return isReason(first, verb) && !isHistory(text, verb + 1);
    }

    /** "Removed by (the) arXiv administrators". */
    private static boolean isByArxiv(Words text, int verb) {
        return text.is(verb + 1, "by")
                && isArxiv(text.at(text.is(verb + 2, "the") ? verb + 3 : verb + 2));
    }

    /** Where the abstract's first words name this paper: "This (short) paper"; -1 if nowhere. */
    private static int nameInAbstract(Words first, int subject) {
        for (int at = subject; at >= Math.max(0, subject - 2); at--) {
            if (PREPOSITIONS.contains(first.at(at))) {
                return -1;
            }
            int paper = paper(first, at);
            if (STUDY.contains(first.at(at)) || VERSION.contains(first.at(at))) {
                paper = at;
            }
            if (paper >= 0) {
                boolean named = paper == 0 || DETERMINERS.contains(first.at(0));
                return named && paper <= 5 ? paper : -1;
            }
        }
        return -1;
    }

    private static boolean beginsWithAuthor(Words first) {
        return isAuthor(first.at(0)) || isAuthor(first.at(1));
    }

    /** Why, or by whom; histories say when. */
    private static boolean isReason(Words text, int verb) {
        int at = verb + 1;
        if (text.isEnd(at) && at + 1 < text.size() && REASONS.contains(text.at(at + 1))) {
            at++;
        }
        if (text.is(at, "by")) {
            return isByOwner(text, at - 1);
        }
        return at >= text.size() || text.is(at, ".") || REASONS.contains(text.at(at));
    }

    private static boolean isHistory(Words text, int from) {
        boolean byOwner = isByOwner(text, from - 1);
        if (text.is(from, "by") && !byOwner) {
            return true;
        }
        List<Words> sentences = text.sentences();
        int end = sentences.isEmpty() ? 0 : sentences.getFirst().size();
        boolean reason = false;
        for (int at = from; at < text.size(); at++) {
            String word = text.at(at);
            reason = at < end && (beginsReason(text, at) || (reason && !endsReason(text, at)));
            boolean year = YEAR.matcher(word).matches() && text.is(at - 1, "in");
            if ((year && !(byOwner && sentences.size() == 1))
                    || OF_HISTORIES.contains(word)
                    || (!reason && OUTSIDE_REASONS.contains(word))) {
                return true;
            }
        }
        return false;
    }

    /** "Since the proof is wrong", but not "since then". */
    private static boolean beginsReason(Words text, int at) {
        String next = text.at(at + 1);
        return BECAUSE.contains(text.at(at))
                && !next.equals("then")
                && !next.equals("been")
                && !YEAR.matcher(next).matches();
    }

    /** "Because of an error, but it is still cited". */
    private static boolean endsReason(Words text, int at) {
        return text.is(at, "but")
                || (text.is(at, "yet") && text.is(at - 1, ","))
                || (text.is(at, "and") && text.anyOf(AFTER_REASON, at + 1, at + 2));
    }

    /** Without "arXiv admin note:" and the like. */
    private static Words withoutHeadings(Words text) {
        int at = 0;
        for (int heading = 0; heading < 3; heading++) {
            int next = text.is(at, "arxiv") ? at + 1 : at;
            next = text.is(next, "admin") ? next + 1 : next;
            if ((text.is(next, "note") || text.is(next, "abstract")) && !text.isWord(next + 1)) {
                at = next + 2;
            }
        }
        return text.from(at);
    }

    private static Set<String> words(String line) {
        return Set.of(line.split(" ", -1));
    }
}
