package org.papertide.endtoend;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.papertide.testing.HuggingFaceDay;

/** Listings in the formats of the sources, of invented papers. */
final class Listings {

    private Listings() {}

    /** The n-th title of a papers page. */
    static String pageTitle(int n) {
        return "Page Paper " + n + " on the Drift of Buoys";
    }

    /** A papers page of so many papers: two lines of header, then title and abstract in turn. */
    static byte[] page(int papers) {
        StringBuilder page =
                new StringBuilder(
                        """
                        Get trending papers in your email inbox once a day!
                        Get trending papers in your email inbox!
                        Subscribe\
                        """);
        for (int n = 1; n <= papers; n++) {
            page.append(pageTitle(n))
                    .append('\n')
                    .append("We let buoy number ")
                    .append(n)
                    .append(" drift for a year and report where it went, with all due care.\n");
        }
        return page.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The arXiv id of the n-th paper of a Hugging Face day. */
    static String dailyId(LocalDate day, int n) {
        return "%02d%02d.9%04d".formatted(day.getYear() % 100, day.getMonthValue(), n);
    }

    /** The title of the n-th paper of a Hugging Face day. */
    static String dailyTitle(int n) {
        return "Daily Paper " + n + " on Tidal Networks";
    }

    /** The category of every paper of a Hugging Face day, as arXiv has it. */
    static final String DAILY_CATEGORY = "physics.ao-ph";

    /** What arXiv answers when it is asked for papers of a Hugging Face day by their ids. */
    static String atom(List<String> ids) {
        return """
        <?xml version='1.0' encoding='UTF-8'?>
        <feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" \
        xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
        <id>https://arxiv.org/api/end-to-end</id><title>arXiv Query</title>
        <opensearch:totalResults>%d</opensearch:totalResults>%s</feed>
        """
                .formatted(
                        ids.size(),
                        ids.stream().map(Listings::entry).collect(Collectors.joining()));
    }

    private static String entry(String id) {
        int n = Integer.parseInt(id.substring(id.length() - 4));
        return """
        <entry><id>http://arxiv.org/abs/%sv1</id><title>%s</title>
        <summary>A network of %d gauges learns the tide.</summary>
        <category term="%s"/><arxiv:primary_category term="%s"/>
        <author><name>Ada Ebb</name></author></entry>
        """
                .formatted(id, dailyTitle(n), n, DAILY_CATEGORY, DAILY_CATEGORY);
    }

    /** A Hugging Face day of so many papers, each with its upvotes. */
    static byte[] daily(Instant listed, int papers, IntUnaryOperator upvotes) {
        LocalDate day = listed.atZone(ZoneOffset.UTC).toLocalDate();
        return HuggingFaceDay.json(
                listed,
                1,
                papers,
                n ->
                        new HuggingFaceDay.Entry(
                                dailyId(day, n),
                                dailyTitle(n),
                                "A network of " + n + " gauges learns the tide.",
                                "Ada Ebb",
                                upvotes.applyAsInt(n)));
    }
}
