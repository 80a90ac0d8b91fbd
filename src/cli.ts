// The bundle's entry: joins the program with the real process.
import { exitWhenFlushed, processHost } from './host.ts';
import { main } from './main.ts';

const host = processHost();
void main(process.argv.slice(2), host).then((code) => exitWhenFlushed(host, code));
