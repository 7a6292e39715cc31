package io.writeback.http;

import java.io.IOException;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * What holds for an exchange by way of a proxy. The target is judged here too, although the proxy
 * is who looks it up; and what the proxy says when it makes no tunnel is not taken for an answer of
 * the target, which the client would do: a 403 of the proxy would have rows rejected.
 */
record ProxyRules(AddressGuard addresses, NetworkPaths paths)
    implements ExecChainHandler, CredentialsProvider {
  private static final String TARGET = "io.writeback.target";
  private static final String REACHED = "io.writeback.reached";

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    HttpHost proxy = scope.route.getProxyHost();
    if (proxy == null) {
      return chain.proceed(request, scope);
    }
    HttpHost target = scope.route.getTargetHost();
    addresses.judge(target.getHostName());
    scope.clientContext.setAttribute(TARGET, target);
    scope.clientContext.removeAttribute(REACHED);
    ClassicHttpResponse response = chain.proceed(request, scope);
    if (isOfProxy(scope)) {
      response.close();
      throw new ProxyRefusedException(proxy.toHostString(), response.getCode());
    }
    return response;
  }

  /** Whether what came is of a proxy that made no tunnel. */
  static boolean isOfProxy(ExecChain.Scope scope) {
    return scope.route.isTunnelled() && scope.clientContext.getAttribute(REACHED) == null;
  }

  /** The innermost step: whatever comes from here comes from the target. */
  static ClassicHttpResponse reached(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    scope.clientContext.setAttribute(REACHED, true);
    return chain.proceed(request, scope);
  }

  @Override
  public Credentials getCredentials(AuthScope asking, HttpContext context) {
    return paths.credentials(
        asking, context == null ? null : (HttpHost) context.getAttribute(TARGET));
  }
}
