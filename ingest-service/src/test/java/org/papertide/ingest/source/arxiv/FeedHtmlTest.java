package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedHtmlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    H<sub>2</sub>O and <I>E. coli</I>      | H2O and E. coli
                    two<br/>lines<p class="x">here         | two lines here
                    <a href="x?a=1&amp;b=2">Ada</a>, Bo    | Ada, Bo
                    a < b, c <d, e <aside f> g             | a < b, c <d, e <aside f> g
                    i <a and b> j, <b = c>, <i x="y">z</i> | i <a and b> j, <b = c>, z
                    &lt;i&gt; stays, once                  | <i> stays, once
                    Q&A, R &D; &nosuch; &#xd800; &#0;      | Q&A, R &D; &nosuch; &#xd800; &#0;
                    caf&#233; &#x1F600; &#39;x&apos;       | café 😀 'x'
                    &#99999999999; &#x; &#; &              | &#99999999999; &#x; &#; &
                    ends in a tag <b                       | ends in a tag <b
                    """)
    void removesTagsAndOneLayerOfEscapes(String html, String text) {
        assertThat(FeedHtml.removed(html)).isEqualTo(text);
    }
}
