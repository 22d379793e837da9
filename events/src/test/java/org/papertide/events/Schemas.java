package org.papertide.events;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;

/** The JSON Schemas that ship with the events. */
public final class Schemas {

    private static final JsonSchemaFactory PRESENT = in("org/papertide/events/schema/");
    private static final JsonSchemaFactory RELEASED = in("released/v1/schema/");

    private Schemas() {}

    /** The schema of a name such as {@code paper.v1}. */
    public static JsonSchema named(String name) {
        return of(PRESENT, name);
    }

    /** The same as it was released. */
    public static JsonSchema released(String name) {
        return of(RELEASED, name);
    }

    private static JsonSchema of(JsonSchemaFactory factory, String name) {
        return factory.getSchema(
                SchemaLocation.of("https://papertide.org/schemas/" + name + ".json"),
                SchemaValidatorsConfig.builder()
                        .formatAssertionsEnabled(true)
                        .pathType(PathType.JSON_POINTER)
                        .build());
    }

    private static JsonSchemaFactory in(String folder) {
        return JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                factory ->
                        factory.schemaMappers(mappers ->
                                mappers.mapPrefix(
                                        "https://papertide.org/schemas/", "classpath:" + folder)));
    }
}
