package org.papertide.text;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One spelling for the words that British and American English spell differently, so that each
 * finds the other. It is for comparing, not for showing: what is no word of either may be changed
 * too, the same on both sides.
 */
public final class Spelling {

    private static final int SHORTEST = 4;

    /** Shorter ones are "rises", "wise" and the like. */
    private static final int SHORTEST_VERB = 6;

    /** Behind a vowel the s stays: noise, praise, disguise. */
    private static final Pattern ISE =
            Pattern.compile("(?<=[a-z&&[^aeiou]])is(?=(?:e|es|ed|er|ers|ing|ation|ations|able)$)");

    /** What is spelt with an s everywhere. */
    private static final Pattern ALWAYS_ISE =
            Pattern.compile(
                    "(?:^(?:r|ar|sunr|d)|w|pr|perv|rev|dev|dv|lev|prov|prec|conc|exerc|exc|circumc"
                            + "|^inc|prom|prem|dem|surm|franch|expert|treat|parad|merchand|advert"
                            + "|chast|desp|pract)is[a-z]*$");

    private static final Pattern YSE = Pattern.compile("ys(?=(?:e|es|ed|er|ers|ing)$)");

    private static final Pattern OUR =
            Pattern.compile(
                    "(behavi|col|neighb|fav|lab|hon|hum|tum|rum|flav|vap|rig|vig|arm|od|harb|endeav)our");

    private static final Pattern RE = Pattern.compile("(cent|fib|met)re(s|d)?$");

    private static final Pattern OGUE = Pattern.compile("(catal|dial|anal)ogue(s|d)?$");

    private static final Pattern ENCE = Pattern.compile("^(def|lic)ence(?=[sd]?$)");

    private static final Pattern OTHERS =
            Pattern.compile("^(?:(grey)|(artefact)|(programme(?=s?$)))");

    private static final Pattern DOUBLED =
            Pattern.compile(
                    "((?:mod|lab|canc|trav|lev|tunn|pan|chann)el|signal|equal)l+(?=(?:ed|ing|ings|er|ers)$)");

    private Spelling() {}

    /**
     * A word as it is compared. To change it again changes nothing.
     *
     * @param word in small letters
     */
    public static String american(String word) {
        if (word.length() < SHORTEST) {
            return word;
        }
        // Most words have none of these, and looking for a few letters costs little.
        String plain = word;
        if (plain.contains("our")) {
            plain = OUR.matcher(plain).replaceAll("$1or");
        }
        if (plain.contains("is") && isLongVerb(plain) && !ALWAYS_ISE.matcher(plain).find()) {
            plain = ISE.matcher(plain).replaceAll("iz");
        }
        if (plain.contains("ys") && isLongVerb(plain) && !plain.equals("analyses")) {
            plain = YSE.matcher(plain).replaceAll("yz");
        }
        if (plain.contains("tre") || plain.contains("bre")) {
            plain = RE.matcher(plain).replaceAll(found -> found.group(1) + "er" + ending(found));
        }
        if (plain.contains("ogue")) {
            plain = OGUE.matcher(plain).replaceAll(found -> found.group(1) + "og" + ending(found));
        }
        if (plain.contains("ence")) {
            plain = ENCE.matcher(plain).replaceAll("$1ense");
        }
        if (plain.contains("ll")) {
            plain = DOUBLED.matcher(plain).replaceAll("$1");
        }
        if (!plain.startsWith("grey")
                && !plain.startsWith("artefact")
                && !plain.startsWith("programme")) {
            return plain;
        }
        return OTHERS.matcher(plain)
                .replaceAll(found ->
                        switch (found.group()) {
                            case "grey" -> "gray";
                            case "artefact" -> "artifact";
                            default -> "program";
                        });
    }

    private static boolean isLongVerb(String word) {
        return word.length() >= SHORTEST_VERB;
    }

    private static String ending(MatchResult found) {
        String ending = found.group(2);
        return ending == null ? "" : ending.equals("d") ? "ed" : ending;
    }
}
