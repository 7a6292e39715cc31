package io.writeback.destination;

import io.writeback.account.Accounts;
import io.writeback.auth.TokenStore;
import io.writeback.http.Http;
import java.time.InstantSource;

/**
 * What a process provides to its destinations.
 *
 * @param accounts of the configuration
 * @param http the one client of all requests
 * @param tokens keeps the refresh tokens that logins replace
 */
public record Resources(Accounts accounts, Http http, InstantSource clock, TokenStore tokens) {}
