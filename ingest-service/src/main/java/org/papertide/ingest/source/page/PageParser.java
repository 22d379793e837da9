package org.papertide.ingest.source.page;

import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.ContentPrefix;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.ListingBuilder;
import org.papertide.ingest.source.ListingFormat;
import org.papertide.ingest.source.SourceRichness;
import org.papertide.ingest.source.TextLines;
import org.papertide.ingest.source.UnreadableListingException;
import org.papertide.ingest.source.UnreadableListingException.Flaw;

/**
 * Reads the papers page as text: header lines that invite to subscribe, the word "Subscribe" (the
 * button) glued to the first title, then a title line and an abstract line in turn. Blank lines
 * count for nothing.
 *
 * <p>Where a line is missing, or one too many, titles and abstracts change places from there on. So
 * a line that could be a title, before one that is too long for a title, is not taken for the
 * abstract of the line before it.
 */
@Singleton
public final class PageParser implements ListingFormat {

    private static final String SOURCE = "page";
    private static final String BUTTON = "Subscribe";
    private static final Pattern HEADER =
            Pattern.compile("Get trending papers\\b.{0,200}", Pattern.CASE_INSENSITIVE);
    private static final int MAX_LINE_BYTES = 1 << 20;

    /** In characters; hardly an abstract is shorter. */
    private static final int LONGEST_TITLE = 300;

    private final Clock clock;

    public PageParser(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "papers page";
    }

    @Override
    public boolean recognises(ContentPrefix opening) {
        return opening.text()
                .lines()
                .findFirst()
                .filter(line -> isHeader(line.strip()) || line.startsWith(BUTTON))
                .isPresent();
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnreadableListingException with {@link Flaw#TRUNCATED} if the last title has no
     *     abstract
     */
    @Override
    public void parse(InputStream in, Consumer<Item> out) {
        TextLines lines = new TextLines(in, MAX_LINE_BYTES);
        Pairs pairs = new Pairs(out);
        boolean header = true;
        for (TextLines.Line line = next(lines, pairs); line != null; line = next(lines, pairs)) {
            Optional<String> text = text(line);
            if (text.filter(String::isBlank).isPresent()) {
                continue;
            }
            if (header && text.filter(PageParser::isHeader).isPresent()) {
                continue;
            }
            if (header) {
                header = false;
                text = text.map(PageParser::withoutButton);
                if (text.filter(String::isBlank).isPresent()) {
                    continue;
                }
            }
            pairs.add(new Line(line.number(), text.orElse(null)));
        }
        pairs.end();
    }

    /** The next line. Where the page breaks off, what came before counts. */
    private static TextLines.@Nullable Line next(TextLines lines, Pairs pairs) {
        try {
            return lines.next();
        } catch (RuntimeException e) {
            pairs.flush();
            throw e;
        }
    }

    /** Makes papers of lines. */
    private final class Pairs {

        private final Consumer<Item> out;
        private @Nullable Line title;
        private @Nullable Line abstractLine;

        Pairs(Consumer<Item> out) {
            this.out = out;
        }

        void add(Line next) {
            if (title == null) {
                title = next;
            } else if (abstractLine == null) {
                abstractLine = next;
            } else if (abstractLine.mayBeTitle() && next.isTooLongForTitle()) {
                out.accept(
                        new Item.Refused(title.where(), "no abstract: a title follows this line"));
                title = abstractLine;
                abstractLine = next;
            } else {
                paper(title, abstractLine, out);
                title = next;
                abstractLine = null;
            }
        }

        /** Gives out the last paper, if it is whole. */
        void flush() {
            if (title != null && abstractLine != null) {
                paper(title, abstractLine, out);
                title = null;
            }
        }

        void end() {
            flush();
            if (title != null) {
                throw new UnreadableListingException(
                        Flaw.TRUNCATED,
                        "ends after the title in line %d: no abstract".formatted(title.number));
            }
        }
    }

    /**
     * A title or an abstract.
     *
     * @param text absent if the line cannot be read
     */
    private record Line(long number, @Nullable String text) {

        String where() {
            return "line " + number;
        }

        /** Hardly a title has a full stop at its end, and nearly each abstract. */
        boolean mayBeTitle() {
            return text != null
                    && text.length() <= LONGEST_TITLE
                    && !text.stripTrailing().endsWith(".");
        }

        boolean isTooLongForTitle() {
            return text != null && text.length() > LONGEST_TITLE;
        }
    }

    private void paper(Line title, Line abstractLine, Consumer<Item> out) {
        String where = title.where();
        String abstractText = abstractLine.text;
        if (title.text == null || abstractText == null) {
            out.accept(
                    new Item.Refused(
                            where,
                            "title, abstract: not UTF-8, or longer than %,d bytes"
                                    .formatted(MAX_LINE_BYTES)));
            return;
        }
        new ListingBuilder(clock, where, SOURCE, SourceRichness.PAGE)
                .title(title.text)
                .abstractText(abstractText)
                .finish(out);
    }

    private static Optional<String> text(TextLines.Line line) {
        return switch (line) {
            case TextLines.Line.Text text -> Optional.of(text.text());
            case TextLines.Line.TooLong _, TextLines.Line.NotText _ -> Optional.empty();
        };
    }

    private static boolean isHeader(String line) {
        return HEADER.matcher(line.strip()).matches();
    }

    private static String withoutButton(String line) {
        return line.startsWith(BUTTON) ? line.substring(BUTTON.length()) : line;
    }
}
