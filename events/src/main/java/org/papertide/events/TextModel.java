package org.papertide.events;

/**
 * The model that made a vector. Vectors can be compared only if the same version of the same model
 * made both.
 *
 * @param name such as {@code all-minilm-l6-v2-q}
 * @param version another one wherever a vector could differ: with the model's file, its tokenizer
 *     or what it puts before a text
 */
public record TextModel(String name, String version) {

    public TextModel {
        Require.word("name", name);
        Require.word("version", version);
    }

    @Override
    public String toString() {
        return name + "/" + version;
    }
}
