package org.papertide.text.latex;

import org.jspecify.annotations.Nullable;

/** Reads one LaTeX text, or a part of one, into Unicode. */
final class LatexReader {

    /** Deeper groups are left as they are. */
    private static final int MAX_DEPTH = 12;

    private final LatexScanner source;
    private final boolean math;
    private final int depth;

    /** Whether the text has both signs of TeX's quotation marks. */
    private final boolean quotes;

    private final StringBuilder out = new StringBuilder();

    private LatexReader(String text, boolean math, int depth) {
        this.source = new LatexScanner(text);
        this.quotes = text.contains("``") && text.contains("''");
        this.math = math;
        this.depth = depth;
    }

    static String read(String text) {
        return new LatexReader(text, false, 0).read();
    }

    private String inner(String text, boolean asMath) {
        return depth == MAX_DEPTH ? text : new LatexReader(text, asMath, depth + 1).read();
    }

    private String read() {
        while (source.hasNext()) {
            char next = source.peek();
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

    private void put(String text, int consumed) {
        out.append(text);
        source.skip(consumed);
    }

    // Plain text

    private void textCharacter(char next) {
        if (next == 'h' && (source.startsWith("http://") || source.startsWith("https://"))) {
            // It stays as it is, but for escaped underscores and the like.
            out.append(source.takeAddress().replaceAll("\\\\([_%&#~])", "$1"));
        } else if (next == '~' && source.isTie()) {
            put(" ", 1);
        } else if (next == '-' && source.startsWith("---")) {
            put("—", 3);
        } else if (next == '-' && source.startsWith("--") && !source.isOptionOrArrow()) {
            put("–", 2);
        } else if (next == '`' && source.startsWith("``") && quotes) {
            put("“", 2);
        } else if (next == '\'' && source.startsWith("''") && quotes) {
            put("”", 2);
        } else {
            put(String.valueOf(next), 1);
        }
    }

    // Groups and formulas

    private void group() {
        String group = source.group();
        if (group == null) {
            put("{", 1);
            return;
        }
        String text = inner(group, math);
        // A command that is not known stays as it was written.
        boolean unread = group.startsWith("\\") && text.equals(group);
        boolean shown = !math && (unread || !isProtection(group));
        put(shown ? "{" + text + "}" : text, group.length() + 2);
    }

    /** Braces that keep a word's case or hold a command; others may be a set or a pattern. */
    private static boolean isProtection(String group) {
        return group.isEmpty()
                || group.startsWith("\\")
                || group.startsWith("$")
                || group.replaceAll("\\\\[,;:!]|[{}]", "")
                        .chars()
                        .allMatch(each -> each == ' ' || each == '-' || isWord(each));
    }

    private static boolean isWord(int character) {
        return character == '\\' || Character.isLetterOrDigit(character) || isAccentSign(character);
    }

    private static boolean isAccentSign(int character) {
        return "\"'`^~=.".indexOf(character) >= 0;
    }

    private void formula() {
        String formula = math ? null : source.takeFormula();
        if (formula != null) {
            out.append(inner(formula.strip(), true));
        } else {
            String dollars = source.startsWith("$$") ? "$$" : "$";
            put(math ? "" : dollars, dollars.length());
        }
    }

    // Mathematics

    private void mathCharacter(char next) {
        switch (next) {
            case '^', '_' -> {
                source.skip(1);
                script(next);
            }
            case '~', '&' -> put(" ", 1);
            case '-' -> put("−", 1);
            case '\'' -> put("′", 1);
            default -> put(String.valueOf(next), 1);
        }
    }

    /**
     * What is raised or lowered.
     *
     * @param sign {@code ^} or {@code _}, which is shown where Unicode has no such letters
     */
    private void script(char sign) {
        String script = argument().strip();
        String mapped = isLongWord(script) ? null : mapped(script, sign);
        if (script.isEmpty()) {
            out.append(sign);
        } else if (sign == '^' && isRaisedAlready(script)) {
            out.append(script.equals("∘") ? "°" : script.replace('∗', '*'));
        } else if (mapped != null) {
            out.append(mapped);
        } else {
            out.append(sign).append(bracketed(script));
        }
    }

    private static @Nullable String mapped(String script, char sign) {
        return sign == '^' ? LatexSymbols.superscript(script) : LatexSymbols.subscript(script);
    }

    /** A word in small letters is hard to read. */
    private static boolean isLongWord(String script) {
        return script.length() > 2 && script.chars().allMatch(Character::isLetter);
    }

    private static boolean isRaisedAlready(String script) {
        return script.chars().allMatch(each -> "∘°′†‡*∗".indexOf(each) >= 0);
    }

    /** In round brackets, unless it is one sign, a word or number, or has them already. */
    private static String bracketed(String text) {
        boolean one = text.codePointCount(0, text.length()) == 1;
        boolean word = text.chars().allMatch(LatexReader::isOfWordOrNumber);
        boolean closed =
                text.startsWith("(") && text.indexOf(')') == text.length() - 1 && text.length() > 1;
        return one || word || closed ? text : "(" + text + ")";
    }

    private static boolean isOfWordOrNumber(int character) {
        return character == '.'
                || (Character.isLetterOrDigit(character)
                        && Character.getType(character) != Character.MODIFIER_LETTER);
    }

    // Commands

    private void command() {
        String name = source.commandName();
        if (name.isEmpty()) {
            put("\\", 1);
        } else if (LatexScanner.isAsciiLetter(name.charAt(0))) {
            source.skip(1 + name.length());
            named(name);
        } else {
            sign(name.charAt(0));
        }
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
            default -> {
                source.skip(2);
                accent(String.valueOf(sign));
            }
        }
    }

    private void delimited(String closing) {
        String formula = source.takeDelimited(closing);
        if (formula == null) {
            out.append(source.take(source.position() + 2));
        } else {
            out.append(inner(formula.strip(), true));
        }
    }

    private void named(String name) {
        String symbol = LatexSymbols.symbol(name);
        if (isDegreeOfPolynomial(name)) {
            function(name);
        } else if (symbol != null) {
            symbol(symbol, LatexSymbols.isOperator(name));
        } else if (LatexSymbols.isFunction(name) && math) {
            function(name);
        } else if (LatexSymbols.isSilent(name)) {
            source.skipSpace();
            if (source.startsWith(".") && (name.equals("left") || name.equals("right"))) {
                source.skip(1);
            }
        } else if (LatexSymbols.isDropped(name)) {
            if (source.startsWith("*")) {
                source.skip(1);
            }
            argument();
        } else if (LatexSymbols.isWrapper(name)) {
            if (name.equals("operatorname") && source.startsWith("*")) {
                source.skip(1);
            }
            source.skipSpace();
            out.append(
                    source.startsWith("\\")
                            ? argument()
                            : inner(source.takeArgument(), math && !isTextual(name)));
        } else if (LatexSymbols.mathAccent(name) != null) {
            combined(LatexSymbols.mathAccent(name));
        } else {
            structured(name);
        }
    }

    /**
     * By deg authors mean the sign of degrees, behind a number; it is the function that it is for
     * LaTeX where what it is applied to follows, and no number is before it.
     */
    private boolean isDegreeOfPolynomial(String name) {
        if (!name.equals("deg") || !math) {
            return false;
        }
        int before = out.length() - 1;
        if (before > 0 && out.charAt(before) == ' ') {
            before--;
        }
        boolean behindNumber =
                before >= 0 && (Character.isDigit(out.charAt(before)) || out.charAt(before) == ')');
        return !behindNumber && source.isArgumentNext();
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
            case "binom", "dbinom", "tbinom" -> {
                String of = argument();
                out.append("C(").append(of).append(',').append(argument()).append(')');
            }
            case "stackrel", "overset", "underset" -> {
                argument();
                out.append(argument());
            }
            case "sqrt" -> {
                source.skipSpace();
                String root = source.takeOption();
                String under = bracketed(argument());
                String degree = root.isEmpty() ? "" : LatexSymbols.superscript(root);
                out.append(degree == null ? "" : degree).append('√').append(under);
            }
            case "textsuperscript" -> script('^');
            case "textsubscript" -> script('_');
            case "mathbb", "mathds", "Bbb" -> out.append(LatexSymbols.doubleStruck(argument()));
            // For print, and for the outline of a PDF.
            case "texorpdfstring" -> {
                out.append(argument());
                argument();
            }
            case "pmod" -> out.append("(mod ").append(argument()).append(')');
            case "ion" -> out.append(argument()).append(' ').append(argument());
            case "not" -> combined("\u0338");
            case "quad", "qquad" -> out.append(' ');
            case "url" -> out.append(source.takeArgument());
            case "href", "textcolor" -> {
                source.takeArgument();
                out.append(argument());
            }
            default -> {
                if (LatexSymbols.accent(name) == null) {
                    unknown(name);
                } else {
                    accent(name);
                }
            }
        }
    }

    /** An author's own macro: its argument is shown, a lone name stays as written. */
    private void unknown(String name) {
        String group = source.group();
        if (group == null || group.isBlank()) {
            out.append('\\').append(name);
        }
        if (group != null) {
            put(inner(group, math), group.length() + 2);
        }
    }

    /**
     * LaTeX swallows the space after a command. In a formula it stays where there is one before the
     * sign as well, "a → b", where an operator begins it, "≥ 3", and before an operator: "∇ · B".
     */
    private void symbol(String symbol, boolean operator) {
        int before = out.length() - 1;
        boolean spaced = math && (before < 0 ? operator : out.charAt(before) == ' ');
        out.append(symbol);
        if (source.startsWith("{}")) {
            source.skip(2);
        } else if (!spaced && source.skipSpace() && math && isOperatorNext()) {
            out.append(' ');
        }
    }

    private boolean isOperatorNext() {
        return source.startsWith("\\") && LatexSymbols.isOperator(source.commandName());
    }

    private void function(String name) {
        if (!out.isEmpty() && Character.isLetterOrDigit(out.charAt(out.length() - 1))) {
            out.append(' ');
        }
        out.append(name);
        source.skipSpace();
        if (source.startsWord()) {
            out.append(' ');
        }
    }

    // Accents

    /** A text accent over the letter that follows; kept as written if none does. */
    private void accent(String name) {
        String mark = LatexSymbols.accent(name);
        int start = source.position();
        String letter = mark == null ? "" : argument();
        if (mark == null || letter.isEmpty() || !Character.isLetter(letter.codePointAt(0))) {
            source.moveTo(start);
            out.append('\\').append(name);
            return;
        }
        out.append(accented(letter, mark));
    }

    /** A mathematical accent, shown over a single letter only. */
    private void combined(@Nullable String mark) {
        String argument = argument();
        boolean one = !argument.isEmpty() && firstLetterEnd(argument) == argument.length();
        out.append(one && mark != null ? argument + mark : argument);
    }

    /** The mark comes after those that the first letter has: accents stack outwards. */
    private static String accented(String letters, String mark) {
        String base = letters.replace('ı', 'i').replace('ȷ', 'j');
        int first = firstLetterEnd(base);
        return base.substring(0, first) + mark + base.substring(first);
    }

    /** Where the first letter ends with its marks. */
    private static int firstLetterEnd(String text) {
        int end = text.offsetByCodePoints(0, 1);
        while (end < text.length()
                && Character.getType(text.charAt(end)) == Character.NON_SPACING_MARK) {
            end++;
        }
        return end;
    }

    // Arguments

    /**
     * What the command before applies to, read: a group, a command or one character. Spaces between
     * a command and its argument are none of the text; at the end of the text they stay.
     */
    private String argument() {
        int start = source.position();
        source.skipSpace();
        if (!source.hasNext()) {
            source.moveTo(start);
            return "";
        }
        if (!source.startsWith("\\") || depth >= MAX_DEPTH) {
            return inner(source.takeArgument(), math);
        }
        boolean word = LatexScanner.isAsciiLetter((source.commandName() + " ").charAt(0));
        String command = source.takeCommand();
        if (word && !math && !command.endsWith("}")) {
            source.skipSpace();
        }
        return new LatexReader(command, math, depth + 1).read();
    }
}
