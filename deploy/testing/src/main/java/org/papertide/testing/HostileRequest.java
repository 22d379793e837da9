package org.papertide.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Kinds of requests that no service may fail on: each is refused with one of a few statuses, in the
 * one shape, and its connection ends.
 */
public enum HostileRequest {

    /** A body that is announced as larger than any that is taken. Not a byte of it is sent. */
    TOO_LARGE(413) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return door.takesBody() && !door.takesAll()
                    ? Stream.of(
                            head(door, token, door.type(), "Content-Length: " + (1L << 40))
                                    .getBytes(StandardCharsets.ISO_8859_1))
                    : Stream.empty();
        }
    },

    /** The same in chunks: nobody knows where it ends. */
    TOO_LARGE_UNANNOUNCED(411, 413) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            if (!isOfFields(door)) {
                return Stream.empty();
            }
            byte[] filler = " ".repeat(1 << 16).getBytes(StandardCharsets.ISO_8859_1);
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(
                    head(door, token, door.type(), "Transfer-Encoding: chunked")
                            .getBytes(StandardCharsets.ISO_8859_1));
            for (int chunk = 0; chunk < 200; chunk++) {
                request.writeBytes("10000\r\n".getBytes(StandardCharsets.ISO_8859_1));
                request.writeBytes(filler);
                request.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
            request.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            return Stream.of(request.toByteArray());
        }
    },

    /** A length that is none. */
    MALFORMED_LENGTH(400, 413) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return door.takesBody()
                    ? Stream.of("-1", "9".repeat(40), "x", "5\r\nContent-Length: 6")
                            .map(length ->
                                    (head(door, token, door.type(), "Content-Length: " + length)
                                                    + "{}")
                                            .getBytes(StandardCharsets.ISO_8859_1))
                    : Stream.empty();
        }

        @Override
        String answers(Door door) {
            return Door.PROBLEM;
        }
    },

    /** A body that is not of the type that is taken. */
    OTHER_TYPE(415) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return door.takesBody()
                    ? Stream.of("image/png", "text/html; charset=klingon", "nonsense")
                            .map(type -> request(door, token, type, "\u0089PNG\r\n"))
                    : Stream.empty();
        }

        @Override
        boolean mayAnswer(Door door, int status) {
            // Of a type that says nothing, 400 is as good.
            return super.mayAnswer(door, status) || status == 400;
        }
    },

    /** A request that says nothing of a body. */
    NO_LENGTH(400, 411, 415) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return door.takesJson() && door.needsBody()
                    ? Stream.of(
                            head(door, token, door.type(), "X-Body: none")
                                    .getBytes(StandardCharsets.ISO_8859_1))
                    : Stream.empty();
        }
    },

    /** JSON that ends too soon. */
    TRUNCATED(400) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return json(
                    door,
                    token,
                    Stream.of("{", "{\"a\"", "{\"a\": ", "{\"a\": \"b", "[", "[{\"a\": 1}", "nul"));
        }
    },

    /** What follows the end of a document. */
    FOLLOWED(400) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return json(door, token, Stream.of("{} {}", "{}]", "{}x"));
        }
    },

    /** JSON that is no object. */
    OTHER_VALUE(400) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return json(door, token, Stream.of("null", "true", "5", "\"text\"", "[[]]", "<html>"));
        }
    },

    /** Objects and arrays in each other, ten thousand deep. */
    DEEP(400) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return asValues(door, token, "[".repeat(10_000), "{\"a\":".repeat(3_000));
        }
    },

    /** A name that stands twice, of which readers take now the first, now the last. */
    DUPLICATE(400) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return json(
                    door,
                    token,
                    door.names().stream()
                            .map(name -> "{\"%s\": null, \"%s\": null}".formatted(name, name)));
        }
    },

    /** Numbers that take long to read, or do not end. */
    LONG_NUMBER(400) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            String digits = "7".repeat(10_000);
            return asValues(
                    door,
                    token,
                    digits,
                    "-" + digits,
                    "0." + digits,
                    "1e" + digits,
                    "1e9999999999",
                    "-1e-9999999999");
        }
    },

    /** Bytes that are not UTF-8. */
    INVALID_UTF8(400) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return asValues(
                    door,
                    token,
                    "\"\u00ff\"",
                    "\"\u00c3(\"",
                    "\"\u00ed\u00a0\u0080\"",
                    "\"\u00c0\u0080\"");
        }
    },

    /** Texts that libraries fail on: half a character, no letters, signs of templates. */
    HOSTILE_TEXT(400, 404, 409, 410, 429) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return asValues(
                    door,
                    token,
                    "\"\\ud83d\"",
                    "\"https://a.example/\\udccb\"",
                    "[\"a\\udccbb\"]",
                    "\"a@xn--.\\u00ad\"",
                    "\"\\u0000\"",
                    "\"${x}{y}\\\\\"",
                    "\"+99:99\"",
                    "\"9999999999-12-31T24:00:60Z\"");
        }

        @Override
        boolean mayAnswer(Door door, int status) {
            return super.mayAnswer(door, status)
                    || (status >= 200 && status < 300)
                    || status == 503;
        }
    },

    /** A packed body: a bomb, where anybody unpacks it. */
    PACKED(400, 415) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            if (!door.takesBody() || door.takesAll()) {
                return Stream.empty();
            }
            byte[] bomb = packed(10 << 20);
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(
                    head(
                                    door,
                                    token,
                                    door.type(),
                                    "Content-Encoding: gzip\r\nContent-Length: " + bomb.length)
                            .getBytes(StandardCharsets.ISO_8859_1));
            request.writeBytes(bomb);
            return Stream.of(request.toByteArray());
        }
    },

    /** A path that does not exist. */
    UNKNOWN_PATH(400, 404, 405) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            Door none = door.with(door.method(), door.path() + "/surely/nothing");
            return Stream.of(bytes(none, token, "", ""));
        }
    },

    /** A path with bytes that mean nothing. */
    MALFORMED_PATH(400, 404, 405) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return Stream.of("%00", "%ff", "%c3%28", "%0d%0a", "..%2f..%2fetc")
                    .map(end -> door.with(door.method(), door.path() + "/" + end))
                    .map(bent -> bytes(bent, token, "", ""));
        }
    },

    /** Parameters that are none: refused, or ignored. */
    MALFORMED_QUERY(400, 404, 409, 410, 415) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return door.parameters().stream()
                    .flatMap(name ->
                            Stream.of(
                                            "%00",
                                            "%ff",
                                            "%c3%28",
                                            "%ed%a0%80",
                                            "-1",
                                            "NaN",
                                            "9".repeat(2_000),
                                            URLEncoder.encode(
                                                    "\u202e'; --\n<b>", StandardCharsets.UTF_8))
                                    .map(value -> door.path() + "?" + name + "=" + value))
                    .map(path -> door.with(door.method(), path))
                    .map(bent -> bytes(bent, token, "", ""));
        }

        @Override
        boolean mayAnswer(Door door, int status) {
            // 503: a service that has nothing yet.
            return super.mayAnswer(door, status)
                    || (status >= 200 && status < 400)
                    || status == 503;
        }
    },

    /** A method that the path does not have. */
    OTHER_METHOD(404, 405, 415, 501) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return Stream.of("PUT", "TRACE", "CONNECT", "PROPFIND", "FROB", "get")
                    .map(method -> door.with(method, door.path()))
                    .map(bent -> bytes(bent, token, "", ""));
        }
    },

    /** An answer that is not to be had. It may be given all the same (RFC 9110, 12.5.1). */
    OTHER_ANSWER(400, 404, 405, 406, 409, 410, 415) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return Stream.of("image/png", "nonsense", "a/b;q=x", "*/plain")
                    .map(type ->
                            head(door, token, "", "Accept: " + type)
                                    .getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        boolean mayAnswer(Door door, int status) {
            return super.mayAnswer(door, status)
                    || (status >= 200 && status < 400)
                    || status == 503;
        }
    },

    /** A line of the head that is longer than anybody's. */
    LONG_HEADER(431) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return Stream.of(bytes(door, token, "", "X-Long: " + "x".repeat(100_000)));
        }

        @Override
        String answers(Door door) {
            return Door.PROBLEM;
        }
    },

    /** An address that is longer than anybody's. */
    LONG_ADDRESS(414) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            Door bent = door.with(door.method(), door.path() + "?q=" + "x".repeat(100_000));
            return Stream.of(bytes(bent, token, "", ""));
        }

        @Override
        String answers(Door door) {
            return Door.PROBLEM;
        }
    },

    /** A request that does not say whom it asks; readers may get a page or a problem. */
    NO_HOST(400, 421) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            if (!door.answers().equals(Door.PROBLEM)) {
                return Stream.empty();
            }
            return Stream.of("", "Host:\r\n", "Host: evil.example\r\n", "Host: a b\r\n")
                    .map(host -> door + " HTTP/1.1\r\nConnection: close\r\n" + host + "\r\n")
                    .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
        }
    },

    /** An address that is none by RFC 3986. */
    MALFORMED_ADDRESS(400) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return Stream.concat(
                            Stream.of("/%", "/%zz", "/\\", "/{", "/?a=%", "/?a=%zz", "/?a=\u00ff"),
                            Stream.concat(Stream.of("a"), door.parameters().stream())
                                    .flatMap(name ->
                                            Stream.of("?" + name + "=%", "?" + name + "=%zz")))
                    .map(end -> door.with(door.method(), door.path() + end))
                    .map(bent -> bytes(bent, token, "", ""));
        }

        @Override
        String answers(Door door) {
            return Door.PROBLEM;
        }
    },

    /** What is no HTTP. */
    NO_HTTP(400) {
        @Override
        Stream<byte[]> requests(Door door, String token) {
            return Stream.of(
                            door + "\r\n\r\n",
                            door + " HTTP/x\r\nHost: localhost\r\n\r\n",
                            door + " HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n",
                            "\u0016\u0003\u0001\r\n\r\n")
                    .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        String answers(Door door) {
            return Door.PROBLEM;
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // A Set.of.
    private final Set<Integer> statuses;

    HostileRequest(Integer... statuses) {
        this.statuses = Set.of(statuses);
    }

    /** The requests of this kind that make sense at a door. */
    abstract Stream<byte[]> requests(Door door, String token);

    /** Whether this status is a clear answer there. */
    boolean mayAnswer(Door door, int status) {
        return statuses.contains(status)
                || door.also().contains(status)
                // Of what streams in, each record is refused by itself.
                || (door.takesAll() && Set.of(200, 400, 415, 422).contains(status));
    }

    /** The media type of the answer. */
    String answers(Door door) {
        return door.answers();
    }

    private static boolean isOfFields(Door door) {
        return door.takesJson() || door.type().endsWith("urlencoded");
    }

    private static Stream<byte[]> json(Door door, String token, Stream<String> bodies) {
        return door.takesJson() || door.takesAll()
                ? bodies.map(body -> request(door, token, "application/json", body))
                : Stream.empty();
    }

    /** Each of these as the value of each field. */
    private static Stream<byte[]> asValues(Door door, String token, String... values) {
        return json(
                door,
                token,
                door.names().stream()
                        .flatMap(name ->
                                Stream.of(values)
                                        .map(value -> "{\"%s\": %s}".formatted(name, value))));
    }

    private static byte[] packed(int bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(new byte[bytes]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] request(Door door, String token, String type, String body) {
        // Characters up to U+00FF are the bytes of the same number.
        return (head(door, token, type, "Content-Length: " + body.length()) + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(Door door, String token, String type, String header) {
        return head(door, token, type, header.isEmpty() ? "Content-Length: 0" : header)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String head(Door door, String token, String type, String header) {
        return "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\n%s%s\r\n\r\n"
                .formatted(
                        door.method(),
                        door.path(),
                        token,
                        type.isEmpty() ? "" : "Content-Type: " + type + "\r\n",
                        header);
    }
}
