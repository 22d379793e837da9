package org.papertide.testing.regex;

/** A text that counts how often a character of it is looked at, and gives up after so many. */
final class CountedText implements CharSequence {

    /** More were looked at than a test waits for. */
    static final class TooManyException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private TooManyException(long most) {
            super("more than %,d characters".formatted(most), null, false, false);
        }
    }

    private final String text;
    private final long most;
    private long steps;

    CountedText(String text, long most) {
        this.text = text;
        this.most = most;
    }

    long steps() {
        return steps;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        steps++;
        if (steps > most) {
            throw new TooManyException(most);
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        steps += end - start;
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
