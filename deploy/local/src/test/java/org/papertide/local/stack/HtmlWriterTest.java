package org.papertide.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlWriterTest {

    @Test
    void closesElementsInTheirOrder() {
        String html = new HtmlWriter().open("p").element("b", "one").text(" two").close().finish();

        assertThat(html).isEqualTo("<!doctype html>\n<p><b>one</b> two</p>\n");
    }

    @Test
    void textIsNeverMarkup() {
        String html = new HtmlWriter().element("p", "<script>alert('a' & \"b\")</script>").finish();

        assertThat(html)
                .contains(
                        "<p>&lt;script&gt;alert(&#39;a&#39; &amp; &quot;b&quot;)&lt;/script&gt;</p>");
    }

    @Test
    void anAttributeCannotBeLeft() {
        String html = new HtmlWriter().empty("img", "alt", "\" onload=\"alert(1)").finish();

        assertThat(html).contains("<img alt=\"&quot; onload=&quot;alert(1)\">");
    }

    @Test
    void aDocumentWithAnOpenElementIsNotFinished() {
        HtmlWriter html = new HtmlWriter().open("p");

        assertThatThrownBy(html::finish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("open: [p]");
    }
}
