package org.papertide.notify.message.latex;

import org.jspecify.annotations.Nullable;

/**
 * Reads the LaTeX of titles and abstracts as Unicode text: accents, symbols, simple mathematics,
 * fonts without their commands. What it does not know stays as written, and so do prices,
 * addresses, sets in braces and other text that only looks like LaTeX; never fails. Takes time in
 * proportion to the length of the text.
 */
public final class LatexText extends LatexScanner {

    /** Deeper groups are left as they are. */
    private static final int MAX_DEPTH = 12;

    private final boolean math;
    private final int depth;

    /** Whether the text has both signs of TeX's quotation marks. */
    private final boolean quotes;

    private final StringBuilder out = new StringBuilder();

    private LatexText(String in, boolean math, int depth) {
        super(in);
        this.quotes = in.contains("``") && in.contains("''");
        this.math = math;
        this.depth = depth;
    }

    /** The text with its LaTeX read. */
    public static String toUnicode(String text) {
        boolean plain = text.chars().noneMatch(each -> "\\${}~`".indexOf(each) >= 0);
        return plain && !text.contains("--") ? text : new LatexText(text, false, 0).read();
    }

    private String inner(String text, boolean asMath) {
        return depth == MAX_DEPTH ? text : new LatexText(text, asMath, depth + 1).read();
    }

    private String read() {
        while (at < in.length()) {
            char next = in.charAt(at);
            switch (next) {
                case '\\' -> command();
                case '{' -> group();
                case '$' -> formula();
                default -> {
                    if (math) {
                        mathCharacter(next);
                    } else {
                        textCharacter(next);
                    }
                }
            }
        }
        return out.toString();
    }

    // Plain text

    private void textCharacter(char next) {
        if (next == 'h' && (in.startsWith("http://", at) || in.startsWith("https://", at))) {
            address();
        } else if (next == '~' && isTie()) {
            put(" ", 1);
        } else if (next == '-' && in.startsWith("---", at)) {
            put("—", 3);
        } else if (next == '-' && in.startsWith("--", at) && !isOptionOrArrow()) {
            put("–", 2);
        } else if (next == '`' && in.startsWith("``", at) && quotes) {
            put("“", 2);
        } else if (next == '\'' && in.startsWith("''", at) && quotes) {
            put("”", 2);
        } else {
            put(String.valueOf(next), 1);
        }
    }

    /** A web address stands as it is, but for escaped underscores and the like. */
    private void address() {
        int end = at;
        while (end < in.length() && " {}$<>".indexOf(in.charAt(end)) < 0) {
            end++;
        }
        put(in.substring(at, end).replaceAll("\\\\([_%&#~])", "$1"), end - at);
    }

    // Groups and formulas

    private void group() {
        String group = groupAt(at);
        if (group == null) {
            put("{", 1);
            return;
        }
        String text = inner(group, math);
        boolean shown = !math && !isProtection(group);
        put(shown ? "{" + text + "}" : text, group.length() + 2);
    }

    /** Braces that keep a word's case or hold a command; others may be a set or a pattern. */
    private static boolean isProtection(String group) {
        return group.isEmpty()
                || group.startsWith("\\")
                || group.startsWith("$")
                || group.chars().allMatch(each -> each == ' ' || each == '-' || isWord(each));
    }

    private static boolean isWord(int character) {
        return character == '\\' || Character.isLetterOrDigit(character) || isAccentSign(character);
    }

    private static boolean isAccentSign(int character) {
        return "\"'`^~=.".indexOf(character) >= 0;
    }

    private void formula() {
        int dollars = in.startsWith("$$", at) ? 2 : 1;
        int start = at + dollars;
        int end = math ? -1 : formulaEnd(start, dollars);
        if (end < 0) {
            put(math ? "" : in.substring(at, start), dollars);
            return;
        }
        put(inner(in.substring(start, end).strip(), true), end + dollars - at);
    }

    // Mathematics

    private void mathCharacter(char next) {
        switch (next) {
            case '^' -> script(true);
            case '_' -> script(false);
            case '~' -> put(" ", 1);
            case '-' -> put("−", 1);
            case '\'' -> put("′", 1);
            case '&' -> put(" ", 1);
            default -> put(String.valueOf(next), 1);
        }
    }

    private void script(boolean raised) {
        at++;
        String script = argument().strip();
        String mapped = isLongWord(script) ? null : mapped(script, raised);
        if (script.isEmpty()) {
            out.append(raised ? "^" : "_");
        } else if (raised && isRaisedAlready(script)) {
            out.append(script.equals("∘") ? "°" : script.replace('∗', '*'));
        } else if (mapped != null) {
            out.append(mapped);
        } else {
            out.append(raised ? "^" : "_").append(bracketed(script));
        }
    }

    private static @Nullable String mapped(String script, boolean raised) {
        return raised ? LatexSymbols.superscript(script) : LatexSymbols.subscript(script);
    }

    /** A word in small letters is hard to read. */
    private static boolean isLongWord(String script) {
        return script.length() > 2 && script.chars().allMatch(Character::isLetter);
    }

    private static boolean isRaisedAlready(String script) {
        return script.chars().allMatch(each -> "∘°′†‡*∗".indexOf(each) >= 0);
    }

    private static String bracketed(String text) {
        boolean one = text.chars().allMatch(each -> Character.isLetterOrDigit(each) || each == '.');
        return one ? text : "(" + text + ")";
    }

    // Commands

    private void command() {
        int start = at;
        int end = at + 1;
        while (end < in.length() && isAsciiLetter(in.charAt(end))) {
            end++;
        }
        if (end == start + 1) {
            if (end < in.length()) {
                sign(in.charAt(end));
            } else {
                put("\\", 1);
            }
            return;
        }
        String name = in.substring(start + 1, end);
        at = end;
        named(name);
    }

    /** A backslash and a sign. */
    private void sign(char sign) {
        switch (sign) {
            case '&', '%', '$', '#', '_', '{', '}' -> put(String.valueOf(sign), 2);
            case '\\', ' ', ',', ';', ':' -> put(" ", 2);
            case '!', '-', '/', '@' -> put("", 2);
            case '|' -> put("‖", 2);
            case '(' -> delimited("\\)");
            case '[' -> delimited("\\]");
            default -> accent(String.valueOf(sign), at + 2);
        }
    }

    private void delimited(String closing) {
        int end = in.indexOf(closing, at + 2, Math.min(in.length(), at + MAX_GROUP));
        if (end < 0) {
            put(in.substring(at, at + 2), 2);
        } else {
            put(inner(in.substring(at + 2, end).strip(), true), end + 2 - at);
        }
    }

    private void named(String name) {
        String symbol = LatexSymbols.symbol(name);
        if (symbol != null) {
            symbol(symbol);
        } else if (LatexSymbols.isFunction(name) && math) {
            function(name);
        } else if (LatexSymbols.isSilent(name)) {
            skipSpace();
            if (in.startsWith(".", at) && (name.equals("left") || name.equals("right"))) {
                at++;
            }
        } else if (LatexSymbols.isDropped(name)) {
            argument();
        } else if (LatexSymbols.isWrapper(name)) {
            skipSpace();
            boolean commandFollows = in.startsWith("\\", at);
            out.append(
                    commandFollows ? argument() : inner(rawArgument(), math && !isTextual(name)));
        } else if (LatexSymbols.mathAccent(name) != null) {
            combined(LatexSymbols.mathAccent(name));
        } else {
            structured(name);
        }
    }

    private static boolean isTextual(String name) {
        return name.startsWith("text") || name.equals("mbox") || name.equals("emph");
    }

    private void structured(String name) {
        switch (name) {
            case "frac", "dfrac", "tfrac", "nicefrac" -> {
                String above = bracketed(argument());
                out.append(above).append('/').append(bracketed(argument()));
            }
            case "sqrt" -> {
                String root = optional();
                String under = bracketed(argument());
                String degree = root.isEmpty() ? "" : LatexSymbols.superscript(root);
                out.append(degree == null ? "" : degree).append('√').append(under);
            }
            case "mathbb", "mathds", "Bbb" -> out.append(LatexSymbols.doubleStruck(argument()));
            case "pmod" -> out.append("(mod ").append(argument()).append(')');
            case "not" -> combined("\u0338");
            case "quad", "qquad" -> out.append(' ');
            case "url" -> out.append(rawArgument());
            case "href", "textcolor" -> {
                rawArgument();
                out.append(argument());
            }
            default -> {
                if (LatexSymbols.accent(name) == null) {
                    unknown(name);
                } else {
                    accent(name, at);
                }
            }
        }
    }

    /** An author's own macro: its argument is shown, a lone name stays as written. */
    private void unknown(String name) {
        String group = groupAt(at);
        if (group == null || group.isBlank()) {
            out.append('\\').append(name);
        }
        if (group != null) {
            put(inner(group, math), group.length() + 2);
        }
    }

    private void symbol(String symbol) {
        out.append(symbol);
        if (in.startsWith("{}", at)) {
            at += 2;
        } else if (endsWord(symbol)) {
            skipSpace();
        }
    }

    /**
     * LaTeX swallows the space after a command. In a formula it stays where there is one before the
     * sign as well: "a → b".
     */
    private boolean endsWord(String symbol) {
        int before = out.length() - symbol.length() - 1;
        return !math || before < 0 || out.charAt(before) != ' ';
    }

    private void function(String name) {
        if (!out.isEmpty() && Character.isLetterOrDigit(out.charAt(out.length() - 1))) {
            out.append(' ');
        }
        out.append(name);
        skipSpace();
        if (at < in.length()
                && (isAsciiLetter(in.charAt(at)) || "\\0123456789".indexOf(in.charAt(at)) >= 0)) {
            out.append(' ');
        }
    }

    /** A text accent over the letter that follows {@code from}; kept as written if none does. */
    private void accent(String name, int from) {
        String mark = LatexSymbols.accent(name);
        int start = at;
        at = Math.min(from, in.length());
        if (isAsciiLetter(name.charAt(0))) {
            skipSpace();
        }
        String letter = mark == null ? "" : argument();
        if (mark == null || letter.isEmpty() || !Character.isLetter(letter.charAt(0))) {
            at = Math.min(from, in.length());
            boolean byName = isAsciiLetter(name.charAt(0));
            out.append(byName ? "\\" + name : in.substring(start, at));
            return;
        }
        out.append(accented(letter, mark));
    }

    /** A mathematical accent, shown over a single letter only. */
    private void combined(@Nullable String mark) {
        String argument = argument();
        boolean one = argument.codePointCount(0, argument.length()) == 1;
        out.append(one && mark != null ? argument + mark : argument);
    }

    private static String accented(String letters, String mark) {
        String base = letters.replace('ı', 'i').replace('ȷ', 'j');
        int first = base.offsetByCodePoints(0, 1);
        return base.substring(0, first) + mark + base.substring(first);
    }

    // Arguments

    /** What the command before applies to, read: a group, a command or one character. */
    private String argument() {
        if (at < in.length() && in.charAt(at) == '\\' && depth < MAX_DEPTH) {
            LatexText rest = new LatexText(in.substring(at, commandEnd()), math, depth + 1);
            at = commandEnd();
            return rest.read();
        }
        return inner(rawArgument(), math);
    }

    private void put(String text, int consumed) {
        out.append(text);
        at = Math.min(in.length(), at + consumed);
    }
}
