package org.papertide.ranking.meaning;

import java.util.Locale;

/** Why texts have no vectors now. Clients read it, and act differently on each. */
public enum NoVectors {
    /** No model is wanted. It lasts until the operator wants one. */
    MODEL_OFF,
    /** A model cannot be loaded, or fails. It lasts until the operator acts. */
    MODEL_BROKEN,
    /** Models are being loaded, for seconds. */
    MODEL_LOADING,
    /** The service starts: models are loaded when its stream runs. */
    SERVICE_STARTING,
    /** Too many others wait for vectors. */
    BUSY;

    /** The code in a problem, such as {@code model-off}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
