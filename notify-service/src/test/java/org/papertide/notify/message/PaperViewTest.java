package org.papertide.notify.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.events.Links;
import org.papertide.events.PaperId;
import org.papertide.notify.message.PaperView.LinkView;
import org.papertide.testing.SamplePaper;

class PaperViewTest {

    private static PaperView view(String id, Links links) {
        return PaperView.of(
                1,
                SamplePaper.of(new PaperId(id), Samples.NOW).links(links).summary(),
                "",
                List.of());
    }

    private static Links links(@Nullable String page, @Nullable String pdf) {
        return new Links(uri(page), uri(pdf), null, null, null);
    }

    private static @Nullable URI uri(@Nullable String text) {
        return text == null ? null : URI.create(text);
    }

    @ParameterizedTest
    @CsvSource({
        "doi:10.1000/xyz, https://doi.org/10.1000/xyz",
        "doi:10.1000/a(1)b/c, https://doi.org/10.1000/a%281%29b/c",
        "doi:10.1000/a#b?c%d<e>, https://doi.org/10.1000/a%23b%3Fc%25d%3Ce%3E",
        "doi:10.1000/größe, https://doi.org/10.1000/gr%C3%B6%C3%9Fe",
    })
    void leadsToThePublisherByADoi(String id, String href) {
        PaperView view = view(id, Links.none());

        assertThat(view.links()).containsExactly(new LinkView("Publisher's page", href));
        assertThat(view.href()).isEqualTo(href);
    }

    @Test
    void leadsFirstToThePageThatIsKnownAndNamesEachAddressOnce() {
        assertThat(view("doi:10.1000/y", links("https://a.example/x", "https://a.example/x.pdf")))
                .satisfies(view ->
                        assertThat(view.links())
                                .extracting(LinkView::label)
                                .containsExactly("Abstract page", "Publisher's page", "PDF"))
                .returns("https://a.example/x", PaperView::href);
        assertThat(view("doi:10.1000/x", links("https://doi.org/10.1000/x", null)).links())
                .extracting(LinkView::label)
                .containsExactly("Abstract page");
    }

    @Test
    void leadsToNoPublisherWithoutADoi() {
        assertThat(view("arxiv:2409.01234", Links.none()))
                .satisfies(view -> assertThat(view.links()).isEmpty())
                .returns(null, PaperView::href);
    }
}
