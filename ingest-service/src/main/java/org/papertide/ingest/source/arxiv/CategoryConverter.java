package org.papertide.ingest.source.arxiv;

import org.eclipse.microprofile.config.spi.Converter;
import org.papertide.events.Category;

/** A category's name in a setting, without the space around it. */
public final class CategoryConverter implements Converter<String> {

    private static final long serialVersionUID = 1L;

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException if it is none, as two names with a space between them
     */
    @Override
    public String convert(String text) {
        String name = text.strip();
        if (!Category.isName(name)) {
            throw new IllegalArgumentException(
                    "'%s' is no category such as cs.LG; commas are between them".formatted(name));
        }
        return name;
    }
}
