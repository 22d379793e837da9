package org.papertide.ranking.meaning;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The text models, as the service uses them. */
class MeaningBeans {

    @Produces
    @Singleton
    TextModels models() {
        return new TextModels();
    }
}
