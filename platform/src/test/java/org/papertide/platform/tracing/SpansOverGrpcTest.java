package org.papertide.platform.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.ServiceName;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What Quarkus sends spans with: it has to do without most of gRPC, which our images leave out. */
class SpansOverGrpcTest {

    @Test
    void areSentByVertxAlone() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer collector =
                    vertx.createHttpServer()
                            .requestHandler(request ->
                                    request.body()
                                            .onSuccess(body ->
                                                    request.response()
                                                            .putHeader(
                                                                    "content-type",
                                                                    "application/grpc")
                                                            .putTrailer("grpc-status", "0")
                                                            // Not compressed, of four bytes.
                                                            .end(
                                                                    Buffer.buffer(
                                                                                    new byte[] {
                                                                                        0, 0, 0, 0,
                                                                                        4
                                                                                    })
                                                                            .appendString(
                                                                                    "took"))));
            var _ = await(collector.listen(0, "127.0.0.1"));
            GrpcClient client = GrpcClient.client(vertx);
            GrpcClientRequest<Buffer, Buffer> request =
                    await(
                            client.request(
                                    SocketAddress.inetSocketAddress(
                                            collector.actualPort(), "127.0.0.1")));
            request.serviceName(ServiceName.create("test", "TraceService")).methodName("Export");
            var _ = request.end(Buffer.buffer("a span"));

            assertThat(await(await(request.response()).last()).toString()).isEqualTo("took");
        } finally {
            var _ = await(vertx.close());
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
