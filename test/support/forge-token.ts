import { decodeJwt, decodeProtectedHeader, importJWK, type JWTPayload, SignJWT } from 'jose';
import { MasterKey, signingKey } from '#platform';

/**
 * A token like the one given, with other claims.
 * @param masterKey the installation's, for a token whose signature is right; any other 32 bytes for one whose is not.
 */
export async function forgeToken(token: string, changes: JWTPayload, masterKey: Buffer): Promise<string> {
  const { privateJwk } = signingKey(new MasterKey(masterKey));
  return new SignJWT({ ...decodeJwt(token), ...changes })
    .setProtectedHeader({ ...decodeProtectedHeader(token), alg: 'ES256' })
    .sign(await importJWK(privateJwk, 'ES256'));
}
