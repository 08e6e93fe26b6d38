(function(){
var d=document,r=d.documentElement,$=function(s){return [].slice.call(d.querySelectorAll(s))};
r.classList.add('js');
function put(k,v){try{localStorage.setItem('dq-'+k,v)}catch(e){}}
function get(k){try{return localStorage.getItem('dq-'+k)}catch(e){return null}}
function lang(){return d.getElementById('lang-ja').checked?'ja':'en'}
function told(){
var l=lang(),t=d.querySelector('title');
d.title=d.title.replace(t.getAttribute('data-'+r.lang),t.getAttribute('data-'+l));
r.lang=l;
$('[data-label-en]').forEach(function(e){e.setAttribute('aria-label',e.getAttribute('data-label-'+l))});
}
$('.scroll').forEach(function(e){
if(e.scrollWidth<=e.clientWidth)return;
e.tabIndex=0;e.setAttribute('role','group');
e.setAttribute('data-label-en','Table, scrolls sideways');e.setAttribute('data-label-ja','横にスクロールできる表');
});
['lang','th'].forEach(function(k){
var v=get(k),e=v&&d.getElementById(k+'-'+v);
if(e)e.checked=true;
$('input[name='+k+']').forEach(function(i){i.addEventListener('change',function(){put(k,i.id.slice(k.length+1));told()})});
});
told();
function say(s){d.getElementById('live').textContent=s}
$('.copy').forEach(function(b){b.addEventListener('click',function(){
var c=b.parentNode.querySelector('code'),old=[].slice.call(b.childNodes);
function done(){
var w=lang()==='ja'?'コピーしました':'Copied';
b.textContent=w;say(w);setTimeout(function(){b.replaceChildren.apply(b,old)},1600);
}
function byHand(){
var g=getSelection(),x=d.createRange();
x.selectNodeContents(c);g.removeAllRanges();g.addRange(x);
try{if(d.execCommand('copy'))done()}catch(e){}
}
if(navigator.clipboard)navigator.clipboard.writeText(c.textContent).then(done,byHand);else byHand();
})});
addEventListener('hashchange',function(){
var e=location.hash&&d.getElementById(location.hash.slice(1));
for(;e;e=e.parentElement)if(e.tagName==='DETAILS')e.open=true;
});
var shut=[];
addEventListener('beforeprint',function(){shut=shut.concat($('details:not([open])'));shut.forEach(function(e){e.open=true})});
addEventListener('afterprint',function(){shut.forEach(function(e){e.open=false});shut=[]});
})();
