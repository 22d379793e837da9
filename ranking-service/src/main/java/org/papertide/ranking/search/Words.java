package org.papertide.ranking.search;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.FilteringTokenFilter;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.papertide.text.GreekLetters;
import org.papertide.text.PaperText;
import org.papertide.text.Spelling;

/**
 * How text becomes words of the index: those of titles and abstracts as their English stems, those
 * of names as they are; both without accents and joiners, and in lower case. Greek letters are
 * their names, and British spellings are American ones.
 */
final class Words {

    /** More words of one text are not looked for. */
    static final int MAX_WORDS = 64;

    /** Between two texts of one field, so that no phrase or name is found across them. */
    private static final int BETWEEN = 100;

    /** Analyzers are safe for use by several threads. */
    static final Analyzer TEXT = new TextAnalyzer();

    /** The words of a text that {@link #TEXT} leaves out, at the same positions. */
    static final Analyzer STOP_WORDS = new StopWordAnalyzer();

    static final Analyzer NAMES = new NameAnalyzer();

    /** The first letters of the words of names. */
    static final Analyzer INITIALS = new InitialAnalyzer();

    private Words() {}

    /** The analyzer of the index. */
    static Analyzer ofFields() {
        return new PerFieldAnalyzerWrapper(
                TEXT,
                Map.of(
                        PaperDocument.AUTHORS,
                        NAMES,
                        PaperDocument.INITIALS,
                        INITIALS,
                        PaperDocument.STOP_WORDS,
                        STOP_WORDS));
    }

    /**
     * A word of a text.
     *
     * @param term as the index has it
     * @param position among the words of the text, stop words counted
     * @param begin where it begins in the text
     * @param end where it ends
     */
    record Word(String term, int position, int begin, int end) {

        /** In a text that has so many characters more before it. */
        Word moved(int shift) {
            return new Word(term, position, begin + shift, end + shift);
        }
    }

    /**
     * The words of a text in their order, repeated ones too.
     *
     * @param most words that are looked at
     */
    static List<Word> of(Analyzer analyzer, String text, int most) {
        List<Word> words = new ArrayList<>();
        try (TokenStream tokens = analyzer.tokenStream("text", text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            OffsetAttribute place = tokens.addAttribute(OffsetAttribute.class);
            PositionIncrementAttribute step = tokens.addAttribute(PositionIncrementAttribute.class);
            tokens.reset();
            int position = -1;
            for (int seen = 0; seen < most && tokens.incrementToken(); seen++) {
                position += step.getPositionIncrement();
                words.add(
                        new Word(
                                term.toString(), position, place.startOffset(), place.endOffset()));
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory is always read", e);
        }
    }

    private abstract static class WordAnalyzer extends Analyzer {

        private final WordBreaks.Kind breaks;

        WordAnalyzer(WordBreaks.Kind breaks) {
            this.breaks = breaks;
        }

        @Override
        protected Reader initReader(String field, Reader text) {
            return new WordBreaks(text, breaks);
        }

        @Override
        protected TokenStreamComponents createComponents(String field) {
            Tokenizer words = new StandardTokenizer();
            return new TokenStreamComponents(words, terms(words));
        }

        /** What the index has of the words of a text. */
        abstract TokenStream terms(TokenStream words);

        @Override
        public int getPositionIncrementGap(String field) {
            return BETWEEN;
        }
    }

    private static final class TextAnalyzer extends WordAnalyzer {

        TextAnalyzer() {
            super(WordBreaks.Kind.TEXT);
        }

        @Override
        TokenStream terms(TokenStream words) {
            return new PorterStemFilter(
                    new StopFilter(plain(words), EnglishAnalyzer.ENGLISH_STOP_WORDS_SET));
        }
    }

    private static final class StopWordAnalyzer extends WordAnalyzer {

        StopWordAnalyzer() {
            super(WordBreaks.Kind.TEXT);
        }

        @Override
        TokenStream terms(TokenStream words) {
            return new StopWordFilter(plain(words));
        }
    }

    private static final class StopWordFilter extends FilteringTokenFilter {

        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

        StopWordFilter(TokenStream words) {
            super(words);
        }

        @Override
        protected boolean accept() {
            return EnglishAnalyzer.ENGLISH_STOP_WORDS_SET.contains(term.buffer(), 0, term.length());
        }
    }

    private static TokenStream plain(TokenStream words) {
        TokenStream letters =
                new GreekFilter(new EnglishPossessiveFilter(new VisibleFilter(words)));
        return new TermFilter(
                new ASCIIFoldingFilter(new LowerCaseFilter(letters)), Spelling::american);
    }

    /**
     * Drops what nobody sees in a word, and so nobody types. Letter by letter, for all words of all
     * texts pass it and hardly any has such a sign.
     */
    private static final class VisibleFilter extends TokenFilter {

        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

        VisibleFilter(TokenStream words) {
            super(words);
        }

        @Override
        public boolean incrementToken() throws IOException {
            if (!input.incrementToken()) {
                return false;
            }
            if (isAscii(term)) {
                return true;
            }
            char[] letters = term.buffer();
            int kept = 0;
            for (int at = 0; at < term.length(); ) {
                int point = Character.codePointAt(letters, at, term.length());
                at += Character.charCount(point);
                if (!PaperText.isIgnorable(point)) {
                    kept += Character.toChars(point, letters, kept);
                }
            }
            if (kept > 0) {
                term.setLength(kept);
            }
            return true;
        }
    }

    private static boolean isAscii(CharTermAttribute term) {
        char[] letters = term.buffer();
        for (int at = 0; at < term.length(); at++) {
            if (letters[at] >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Gives Greek letters their names. */
    private static final class GreekFilter extends TokenFilter {

        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

        GreekFilter(TokenStream words) {
            super(words);
        }

        @Override
        public boolean incrementToken() throws IOException {
            if (!input.incrementToken()) {
                return false;
            }
            if (!isAscii(term)) {
                String named = GreekLetters.spelledOut(term.toString());
                term.setEmpty().append(named);
            }
            return true;
        }
    }

    /** Changes each word. */
    private static final class TermFilter extends TokenFilter {

        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final UnaryOperator<String> change;

        TermFilter(TokenStream words, UnaryOperator<String> change) {
            super(words);
            this.change = change;
        }

        @Override
        public boolean incrementToken() throws IOException {
            if (!input.incrementToken()) {
                return false;
            }
            String before = term.toString();
            String after = change.apply(before);
            if (!after.equals(before)) {
                term.setEmpty().append(after);
            }
            return true;
        }
    }

    /** The first letter of a word. */
    static String initial(String word) {
        return word.isEmpty() ? word : word.substring(0, word.offsetByCodePoints(0, 1));
    }

    private static final class InitialAnalyzer extends WordAnalyzer {

        InitialAnalyzer() {
            super(WordBreaks.Kind.NAMES);
        }

        @Override
        TokenStream terms(TokenStream words) {
            return new TermFilter(
                    new ASCIIFoldingFilter(new LowerCaseFilter(new VisibleFilter(words))),
                    Words::initial);
        }
    }

    private static final class NameAnalyzer extends WordAnalyzer {

        NameAnalyzer() {
            super(WordBreaks.Kind.NAMES);
        }

        @Override
        TokenStream terms(TokenStream words) {
            return new ASCIIFoldingFilter(new LowerCaseFilter(new VisibleFilter(words)));
        }
    }
}
