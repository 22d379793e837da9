package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.Growth;

class FeedOriginTest {

    private static final String ITEM =
            "<item><title>T</title><link>https://arxiv.org/abs/2611.00001</link></item>";
    private static final String ENTRY = "<entry><id>http://arxiv.org/abs/2611.00001v1</id></entry>";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<feed><id>https://arxiv.org/api/x+y</id>",
                "<feed><link href='http://export.arxiv.org/api/query?a=b c' rel='self'/>",
                "<a:feed><a:id> http://rss.arxiv.org/atom/cs </a:id>" + ENTRY,
                "<rss><channel><link>http://rss.arxiv.org/rss/cs</link>" + ITEM,
                "<rss><channel><atom:link href=\"https://rss.arxiv.org/rss/cs\" rel=\"self\"/>",
                "<rss><channel><link>https://arxiv.org/</link>"
                        + "<atom:link href='https://rss.arxiv.org/rss/cs' rel='self'/>",
                "<rdf:RDF><channel rdf:about=\"http://arxiv.org/\"><title>x</title></channel>",
                "<feed>" + ENTRY,
                "<feed><entry><id>oai:arXiv.org:2611.00001v1</id>"
            })
    void knowsArxivsOwnFeeds(String beginning) {
        assertThat(FeedOrigin.isArxiv(beginning)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<rss><channel><title>arxiv.org papers</title><link>https://papers.example</link>"
                        + ITEM,
                "<rss><channel><link>https://papers.example/?from=https://arxiv.org/</link>" + ITEM,
                "<rss><channel><link>https://arxiv.org.example/</link>" + ITEM,
                "<rss><channel><link>https://notarxiv.org/</link>" + ITEM,
                "<feed><id>https://papers.example/feed</id><link href='https://arxiv.org/'/>"
                        + ENTRY,
                "<feed><title>I love arxiv.org</title></feed>",
                "<feed><entry><id>https://blog.example/1</id><title>arxiv.org</title></entry>",
                "<rss><channel><link>https://arxiv.org/</link>"
                        + "<atom:link href='https://papers.example/rss' rel='self'/>"
                        + ITEM,
                "<rss><channel><atom:link rel=\"self\" href=\"https://papers.example/rss\"/>"
                        + "<link>http://rss.arxiv.org/rss/cs</link>"
                        + ITEM,
                "<feed><id>https://arxiv.org/list/cs</id>"
                        + "<link href='https://papers.example/atom' rel='self'/>"
                        + ENTRY,
                "<rdf:RDF><channel rdf:about=\"https://papers.example/\">"
                        + "<link>https://arxiv.org/</link>",
                "<feed><generator>https://arxiv.org</generator><!-- arxiv.org -->"
            })
    void knowsThatOthersMentionArxiv(String beginning) {
        assertThat(FeedOrigin.isArxiv(beginning)).isFalse();
    }

    @Test
    void takesTimeInProportionToItsInput() {
        for (String unit : List.of("<", "<id", "<link ", "<id>x", "<a:", "x", "<link href='")) {
            Growth.assertLinear(4_000, unit::repeat, FeedOrigin::isArxiv);
        }
    }
}
