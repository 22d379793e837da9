package org.papertide.platform.database;

/** What a service does with its database after the migration: any number of beans. */
@FunctionalInterface
public interface DatabasePreparation {

    /** Makes it ready for use; must be repeatable. */
    void prepare();
}
