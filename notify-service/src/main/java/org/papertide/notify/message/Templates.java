package org.papertide.notify.message;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateLocator.TemplateLocation;
import io.quarkus.qute.Variant;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The Qute templates of mails and pages: {@code templates/NAME} of the class path. What a {@code
 * .html} template prints is escaped. A plain engine, so that tests render exactly as the service
 * does, without starting it; the build of Quarkus checks the same files against the types that they
 * declare.
 */
@Singleton
public final class Templates {

    private final Engine engine =
            Engine.builder()
                    .addDefaults()
                    .addValueResolver(new ReflectionValueResolver())
                    .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                    .addLocator(Templates::locate)
                    .strictRendering(true)
                    .removeStandaloneLines(true)
                    .build();

    /**
     * Renders a template with its one parameter, {@code view}.
     *
     * @param name such as {@code mail/digest.html}
     * @throws IllegalArgumentException if there is no such template
     */
    public String render(String name, Object view) {
        Template template = engine.getTemplate(name);
        if (template == null) {
            throw new IllegalArgumentException("template: none named " + name);
        }
        return template.data("view", view).render();
    }

    private static Optional<TemplateLocation> locate(String name) {
        return Optional.ofNullable(
                        Templates.class.getClassLoader().getResource("templates/" + name))
                .map(url -> new Located(url, name.endsWith(".html")));
    }

    private record Located(URL url, boolean html) implements TemplateLocation {

        @Override
        public Reader read() {
            try {
                InputStream stream = url.openStream();
                return new InputStreamReader(stream, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException("template not readable: " + url, e);
            }
        }

        @Override
        public Optional<Variant> getVariant() {
            return Optional.of(
                    new Variant(
                            Locale.ENGLISH,
                            StandardCharsets.UTF_8,
                            html ? Variant.TEXT_HTML : Variant.TEXT_PLAIN));
        }
    }
}
