package org.papertide.notify.subscription;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.interest.CalibratedTheme;

/** A theme that subscriptions have, and what papers are compared with, once that has come. */
@Entity
@Table(name = "theme")
public class StoredTheme {

    @Id
    @Column(name = "theme_key")
    private String themeKey;

    @Column(name = "model")
    private @Nullable String model;

    @Column(name = "body")
    private @Nullable String body;

    @Column(name = "waits_for")
    private @Nullable String waitsFor;

    @Column(name = "look_at")
    private Instant lookAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected StoredTheme() {}

    public String themeKey() {
        return themeKey;
    }

    /**
     * What papers are compared with; empty until its vectors have come, and if another release
     * wrote them so that they cannot be read: one theme keeps no other from its papers.
     */
    public Optional<CalibratedTheme> calibrated() {
        return Optional.ofNullable(body).flatMap(ThemeJson::read);
    }

    /** What it waits for, if it waits. */
    public Optional<ThemeWait> waitsFor() {
        return Optional.ofNullable(waitsFor).map(ThemeWait::read);
    }
}
