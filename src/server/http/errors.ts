// Every refusal in one shape: the registry's code, its status and a Chinese sentence; never a stack trace (ERR-1 …).
import { readFileSync } from 'node:fs'
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { type ErrorBody, type ErrorCode, ERRORS } from '../../protocol/errors.ts'

const words = JSON.parse(
  readFileSync(new URL('../../../locales/zh-CN/error.json', import.meta.url), 'utf8'),
) as Record<string, unknown>

const sentence = (code: ErrorCode): string => {
  const text = words[code]
  if (typeof text !== 'string' || text === '') throw new Error(`no sentence for error ${code}`)
  return text
}

export const errorBody = (code: ErrorCode): ErrorBody => ({
  format: 'iltod-error/1',
  code,
  message: sentence(code),
})

export const sendError = (reply: FastifyReply, code: ErrorCode) =>
  reply
    .code(ERRORS[code].status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(errorBody(code))

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'sign-in-needed',
  403: 'not-allowed',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'too-large',
  415: 'unsupported-type',
  429: 'too-many',
}

const codeOf = (error: FastifyError): ErrorCode => {
  const status = error.statusCode ?? 500
  return CODE_OF_STATUS[status] ?? (status < 500 ? 'bad-request' : 'internal')
}

/** `report` gets what went wrong inside, without any part of the request: bodies and addresses may name people. */
export const registerErrors = (app: FastifyInstance, report: (error: Error) => void): void => {
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const code = codeOf(error)
    if (code === 'internal') report(error)
    return sendError(reply, code)
  })
}
