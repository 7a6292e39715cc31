package io.writeback.http;

import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/** The outermost step of an exchange: shows it to an observer, if there is one. */
final class WatchedTries implements ExecChainHandler {
  private volatile TryWatch watch = TryWatch.NONE;

  void watch(TryWatch observer) {
    watch = observer;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    TryWatch observer = watch;
    TryWatch.Try one = observer == TryWatch.NONE ? null : begins(observer, request, scope);
    if (one == null) {
      return chain.proceed(request, scope);
    }
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      one.answered(response.getCode());
      return response;
    } catch (IOException | HttpException | RuntimeException e) {
      one.failed(e);
      throw e;
    }
  }

  private static TryWatch.Try begins(
      TryWatch observer, ClassicHttpRequest request, ExecChain.Scope scope) {
    String target = request.getPath() == null ? "" : request.getPath();
    int query = target.indexOf('?');
    return observer.begins(
        request.getMethod(),
        URI.create(scope.route.getTargetHost().toURI()),
        query < 0 ? target : target.substring(0, query));
  }
}
