package io.writeback.http;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/** A body that has the guard of its request. */
interface GuardedEntity {
  SendGuard guard();

  /** Whether its guard is asked before the first byte leaves; else the body does so itself. */
  boolean isGuardedFirst();

  /**
   * The innermost step of an exchange: all waits for a place in flight, for a connection, TLS and a
   * proxy are over here.
   */
  static ClassicHttpResponse send(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    // The chain's own request has its entity wrapped.
    if (!(scope.originalRequest.getEntity() instanceof GuardedEntity body)) {
      return chain.proceed(request, scope);
    }
    if (body.isGuardedFirst()) {
      body.guard().check();
    }
    AtomicReference<String> cut = new AtomicReference<>();
    try (SendGuard.InFlight sending = body.guard().sending(why -> cutOff(scope, cut, why))) {
      return chain.proceed(request, scope);
    } catch (PlaceOverException e) {
      // Nothing has left.
      throw e;
    } catch (IOException e) {
      if (cut.get() != null) {
        throw new CutOffException(cut.get(), e);
      }
      throw e;
    }
  }

  private static void cutOff(ExecChain.Scope scope, AtomicReference<String> cut, String why) {
    cut.set(why);
    if (scope.originalRequest instanceof Cancellable call) {
      call.cancel();
    }
  }
}
