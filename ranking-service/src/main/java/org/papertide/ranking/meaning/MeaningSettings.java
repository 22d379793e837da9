package org.papertide.ranking.meaning;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.Optional;

/** Text models: what papers and searches are compared by. */
@ConfigMapping(prefix = "papertide.meaning")
public interface MeaningSettings {

    /** Whether texts are compared by meaning; if not, searches go by words. */
    @WithDefault("true")
    boolean enabled();

    /** The model that searches go by. */
    ModelFiles model();

    /** A model that takes over once it covers all papers. */
    ModelFiles next();

    /**
     * The share of one processor that papers' texts take at most, and a tenth of it while rankings
     * are behind; searches are beside it. The processes that make vectors share the papers.
     */
    @WithDefault("0.5")
    @DecimalMin("0.01")
    @DecimalMax("1")
    double share();

    /** Where native libraries are unpacked; used again at the next start. */
    Path nativeDir();

    /** The files of one model, and how it wants its texts. */
    interface ModelFiles {

        /** A model in ONNX form. Without it {@code model} is the shipped one, {@code next} none. */
        Optional<Path> file();

        /** Its tokenizer, as Hugging Face writes it: {@code tokenizer.json}. */
        Optional<Path> tokenizer();

        /** How the vectors of a text's parts become one: the mean of all, or the first one. */
        @WithDefault("MEAN")
        Pooling pooling();

        /** Most parts of a text that the model reads. */
        @WithDefault("256")
        @Min(8)
        @Max(8_192)
        int tokens();

        /** What stands before a text that somebody looks for, such as {@code query:}. */
        Optional<String> queryPrefix();

        /** What stands before the text of a paper, such as {@code passage:}. */
        Optional<String> passagePrefix();
    }
}
