/**
 * The shapes that cross the seam between the `@azure/functions` library and its host; the library ships no types for
 * them.
 */

/** One value on its way into or out of a function; exactly one property is set. */
export interface TypedData {
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly int?: number;
  readonly double?: number;
  readonly http?: HttpRequestData | HttpResponseData;
}

export interface NullableValue<T> {
  readonly value: T;
}

export interface HttpRequestData {
  readonly url: string;
  readonly method: string;
  readonly nullableHeaders: Readonly<Record<string, NullableValue<string>>>;
  readonly nullableParams: Readonly<Record<string, NullableValue<string>>>;
  readonly nullableQuery?: Readonly<Record<string, NullableValue<string>>>;
  readonly body?: TypedData;
}

export interface HttpResponseData {
  readonly statusCode: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly CookieData[];
  readonly body?: TypedData;
}

export interface CookieData {
  readonly name: string;
  readonly value: string;
  readonly domain?: NullableValue<string>;
  readonly path?: NullableValue<string>;
  readonly expires?: NullableValue<{ readonly seconds: number }>;
  readonly secure?: NullableValue<boolean>;
  readonly httpOnly?: NullableValue<boolean>;
  readonly sameSite?: "none" | "lax" | "strict" | "explicitNone";
  readonly maxAge?: NullableValue<number>;
}

export interface Binding {
  readonly type: string;
  readonly direction: "in" | "out";
  readonly properties?: Readonly<Record<string, string>>;
  readonly [option: string]: unknown;
}

interface Duration {
  readonly seconds: number;
}

export interface RetryOptions {
  readonly retryStrategy: "fixedDelay" | "exponentialBackoff";
  /** The number of retries; -1 means for ever. */
  readonly maxRetryCount: number;
  readonly delayInterval?: Duration;
  readonly minimumInterval?: Duration;
  readonly maximumInterval?: Duration;
}

export interface FunctionMetadata {
  readonly functionId?: string;
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly retryOptions?: RetryOptions;
}

export type FunctionCallback = (...args: unknown[]) => unknown;

export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
}

export interface RetryContext {
  readonly retryCount: number;
  readonly maxRetryCount: number;
  readonly exception?: { readonly message: string; readonly stackTrace?: string };
}

export interface InvocationRequest {
  readonly inputData: readonly { readonly name: string; readonly data: TypedData }[];
  readonly triggerMetadata?: Readonly<Record<string, TypedData>>;
  readonly retryContext?: RetryContext;
  readonly traceContext?: { readonly traceParent: string };
}

export interface InvocationResponse {
  readonly returnValue?: TypedData | null;
  readonly outputData?: readonly { readonly name: string; readonly data: TypedData }[];
}

export type LogCategory = "user" | "system" | "customMetric";

export interface CoreInvocationContext {
  readonly invocationId: string;
  readonly metadata: FunctionMetadata;
  readonly request: InvocationRequest;
  state: "preInvocationHooks" | "invocation" | "postInvocationHooks" | undefined;
  log(level: string, category: LogCategory, message: string): void;
}

interface InvocationModel {
  getArguments(): Promise<{ readonly context: unknown; readonly inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>;
}

export interface ProgrammingModel {
  readonly name: string;
  readonly version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel;
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
}
