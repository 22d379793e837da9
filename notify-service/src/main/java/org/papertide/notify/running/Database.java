package org.papertide.notify.running;

/** The service's database. */
@FunctionalInterface
public interface Database extends org.papertide.platform.database.Database {}
