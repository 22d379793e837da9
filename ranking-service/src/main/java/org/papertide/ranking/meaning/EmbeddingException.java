package org.papertide.ranking.meaning;

/** A text model that was loaded does not answer. Search goes on by words. */
public final class EmbeddingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EmbeddingException(String message, Throwable cause) {
        super(message, cause);
    }
}
