import { describe, expect, it } from 'vitest';
import { wordsOf } from './words.ts';

const keys = (text: string) => wordsOf(text).map((word) => word.key);

describe('the words of an identifier', () => {
  it.each([
    ['prod-housing-blacklist-svc', ['prod', 'housing', 'blacklist', 'svc']],
    ['HR_MASTER_SLAVE_SYNC', ['hr', 'master', 'slave', 'sync']],
    ['MasterSlaveFailover', ['master', 'slave', 'failover']],
    ['IPBlacklistV2', ['ip', 'blacklist', 'v', '2']],
    ['stg_slave2_events', ['stg', 'slave', '2', 'events']],
    ['dropIfNoID', ['drop', 'if', 'no', 'id']],
    ['userIDs', ['user', 'ids']],
    ['iPhoneOnly', ['iphone', 'only']],
    ['app.example.dev/role: slave', ['app', 'example', 'dev', 'role', ':', 'slave']],
    ['user.age >= 13 && user.age <= 17', ['user', 'age', '>=', '13', '&&', 'user', 'age', '<=', '17']],
  ])('%s', (text, expected) => {
    expect(keys(text)).toEqual(expected);
  });
});

describe('the words of prose', () => {
  it.each([
    ['It isn’t a driver’s licence.', ['it', "isn't", 'a', 'driver', 'licence', '.']],
    ['aged 14–16, 5,000 euros', ['aged', '14', '–', '16', ',', '5,000', 'euros']],
    ['White-\nlisting', ['white', '-', 'listing']],
    ['Café für Ältere', ['café', 'für', 'ältere']],
    ['', []],
    ['\t \r\n', []],
  ])('%s', (text, expected) => {
    expect(keys(text)).toEqual(expected);
  });

  it('says where each word stands, what joins it and how it is written', () => {
    expect(
      wordsOf("The WOMAN's sub-team\nwaits").map((w) => [w.start, w.end, w.before, w.capital, w.possessive]),
    ).toEqual([
      [0, 3, '', 'title', false],
      [4, 9, ' ', 'upper', true],
      [12, 15, ' ', 'lower', false],
      [16, 20, '-', 'lower', false],
      [21, 26, '\n', 'lower', false],
    ]);
  });
});
