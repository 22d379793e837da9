package org.papertide.notify.site;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.papertide.notify.message.DigestContent;
import org.papertide.notify.message.PersonalLink;
import org.papertide.notify.message.QuteMessageComposer;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.message.Samples;
import org.papertide.notify.message.Templates;

class ArchiveResourceTest {

    private final Templates templates = new Templates();
    private final Pages pages = new Pages(templates, new Assets(), () -> Footer.PLAIN);

    @Test
    void showsTheMailWithoutPersonalLinks() {
        RenderedMessage mail =
                new QuteMessageComposer(templates, List.of(), Samples.RHYTHM)
                        .digest(
                                new DigestContent(
                                        DigestContent.Kind.WEEKLY,
                                        Samples.NOW,
                                        ZoneId.of("UTC"),
                                        DigestContent.places(Samples.lines(0, 2)),
                                        List.of()))
                        .message();
        ArchiveResource archive = new ArchiveResource(pages, _ -> Optional.of(mail));

        String html = archive.mail("x").getEntity().toString();

        assertThat(html)
                .contains("Tidal Attention", "https://arxiv.org/abs/2603.00000")
                .doesNotContain(String.valueOf(PersonalLink.OPEN), "Unsubscribe");
    }

    @Test
    void knowsNothingOfOtherIds() {
        ArchiveResource archive = new ArchiveResource(pages, _ -> Optional.empty());

        assertThat(archive.mail("x").getStatus()).isEqualTo(404);
    }

    @Test
    void asksTheDatabaseForNothingThatCannotBeAnId() {
        ArchiveResource resource =
                new ArchiveResource(
                        new Pages(new Templates(), new Assets(), () -> Footer.PLAIN),
                        id -> {
                            throw new IllegalStateException("asked for " + id);
                        });
        for (String id : List.of("", "\u0000", "a\u0000b", "a b", "é", "a".repeat(65))) {
            try (Response answer = resource.mail(id)) {
                assertThat(answer.getStatus()).as(id).isEqualTo(404);
            }
        }
    }
}
