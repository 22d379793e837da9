package org.papertide.local.demo;

import java.nio.charset.StandardCharsets;

/** The page behind the project link of an invented paper. */
final class ProjectPage {

    static final String TYPE = "text/html; charset=utf-8";

    private ProjectPage() {}

    static byte[] of(SimulatedPaper paper) {
        return """
        <!doctype html>
        <html lang="en"><meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%1$s</title>
        <style>body{font:1.1rem/1.6 Georgia,serif;max-width:42rem;margin:3rem auto;padding:0 1rem}
        aside{border-left:.3rem solid #4a8;padding-left:1rem;color:#555}</style>
        <h1>%1$s</h1><p><em>%2$s</em></p><p>%3$s</p>
        <aside>This paper does not exist. The demo of Papertide made it up, with its authors, its
        votes and its number %4$s, so arxiv.org and huggingface.co do not know it.</aside>
        </html>
        """
                .formatted(
                        escaped(paper.text().title()),
                        escaped(String.join(", ", paper.text().authors())),
                        escaped(paper.text().abstractText()),
                        paper.id())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
